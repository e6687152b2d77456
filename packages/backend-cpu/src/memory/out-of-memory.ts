/** The engine's memory cannot hold what was asked for. The message names the request, what is in use, and the limit. */
export class EngineOutOfMemoryError extends Error {
  override readonly name = 'EngineOutOfMemoryError';
}
