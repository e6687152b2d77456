/** The CPU engine's settings: threads, variant, memory. */
export * from '@neutype/backend-cpu';
