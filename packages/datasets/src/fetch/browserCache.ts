import { type FileCache, memoryPartial } from './partial.js';

/** The browser's Cache Storage as cache; where the browser has none (an insecure page), nothing is kept. */
export async function browserCache(folder: string, onReadOnly: (reason: string) => void): Promise<FileCache> {
  const storage = await openStorage(onReadOnly);
  const pathOf = (name: string): string => `https://neutype.invalid/${folder}/${name}`;
  return {
    place: "the browser's Cache Storage",
    pathOf,
    read: async (name) => {
      const kept = await storage?.match(pathOf(name));
      return kept === undefined ? undefined : new Uint8Array(await kept.arrayBuffer());
    },
    remove: async (name) => {
      await storage?.delete(pathOf(name));
    },
    // Not resumable: across origins, If-Range and Content-Range take a permission that mirrors do not give.
    partial: () =>
      memoryPartial(
        async (name, bytes) => {
          await storage?.put(pathOf(name), new Response(bytes as BodyInit));
        },
        { resumable: false },
      ),
    exclusively: async (name, work, { signal }) => {
      if (!('locks' in navigator)) return work();
      const options = signal === undefined ? {} : { signal };
      return navigator.locks.request(pathOf(name), options, work) as ReturnType<typeof work>;
    },
  };
}

async function openStorage(onReadOnly: (reason: string) => void): Promise<Cache | undefined> {
  if (!('caches' in globalThis)) {
    onReadOnly('the page is not served over https');
    return undefined;
  }
  try {
    return await caches.open('neutype-datasets');
  } catch (error) {
    onReadOnly(String(error));
    return undefined;
  }
}
