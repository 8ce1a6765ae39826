/** Where a review is saved: a file of the local server, or IndexedDB where the page stands alone. */
import type { ReviewReading } from "../session.js";

export interface Storage {
  load(): Promise<string | undefined>;
  store(text: string): Promise<void>;
}

let served = false;

/** True where the page comes from the local server. */
export const fromServer = (): boolean => served;

/** Asks the server for the input; none where there is no such server. */
export async function servedInput(): Promise<
  { readonly name: string; readonly bytes: Uint8Array; readonly slices: boolean } | undefined
> {
  if (!location.protocol.startsWith("http")) return undefined;
  const response = await fetch("/input").catch(() => undefined);
  const name = response?.headers.get("X-Input-Name");
  if (response === undefined || !response.ok || name === null || name === undefined) {
    return undefined;
  }
  served = true;
  return {
    name: decodeURIComponent(name),
    bytes: new Uint8Array(await response.arrayBuffer()),
    slices: response.headers.get("X-Slices") === "yes",
  };
}

/** The options of reading that the command line was given. */
export async function servedReading(): Promise<ReviewReading> {
  const response = await fetch("/reading.json");
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return (await response.json()) as ReviewReading;
}

/** Constraints that the command line was given, as CSV. */
export async function servedConstraints(): Promise<string | undefined> {
  const response = await fetch("/constraints.csv");
  const text = response.ok ? await response.text() : "";
  return text === "" ? undefined : text;
}

export const storageFor = (sha256: string): Storage =>
  served ? serverStorage() : databaseStorage(sha256);

function serverStorage(): Storage {
  let tag = '"none"';
  return {
    async load() {
      const response = await fetch("/review.json");
      tag = response.headers.get("ETag") ?? tag;
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      return response.status === 204 ? undefined : response.text();
    },
    async store(text) {
      const response = await fetch("/review.json", {
        method: "PUT",
        headers: { "Content-Type": "application/json", "If-Match": tag },
        body: text,
      });
      if (response.status === 412) throw new Error("another window has saved since; reload");
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      tag = response.headers.get("ETag") ?? tag;
    },
  };
}

function databaseStorage(sha256: string): Storage {
  const run = async <T>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    const opening = indexedDB.open("lesion-graph-review", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("reviews");
    const database = await settled(opening);
    try {
      return await settled(work(database.transaction("reviews", mode).objectStore("reviews")));
    } finally {
      database.close();
    }
  };
  return {
    load: () => run("readonly", (store) => store.get(sha256) as IDBRequest<string | undefined>),
    store: async (text) => {
      await run("readwrite", (store) => store.put(text, sha256));
    },
  };
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's storage failed"));
  });

/** Offers a text as a download. */
export function download(name: string, text: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
