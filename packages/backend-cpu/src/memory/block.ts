/** A piece of engine memory, 64-byte aligned. It goes back to the allocator it came from. */
export interface Block {
  readonly address: number;
  readonly bytes: number;
  readonly owner: BlockOwner;
}

export interface BlockOwner {
  free(block: Block): void;
}
