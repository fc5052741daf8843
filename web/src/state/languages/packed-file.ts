// A gzip file of ours, fetched with progress and unpacked as it comes in.

export interface Progress {
  readonly loaded: number;
  readonly total: number | undefined;
}

/** A file that could not be fetched, or is not what it should be. */
export class FileProblem extends Error {}

export interface FetchPackedOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** The packed size, where that is known better than from the server. */
  readonly size?: number;
}

/** The text in a gzip file. Rejects with a FileProblem, or with the signal's reason. */
export async function fetchPacked(url: URL, options: FetchPackedOptions): Promise<string> {
  const { signal, onProgress, size } = options;
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || !response.body) throw new FileProblem(`${url} answers ${response.status}`);
    const total = size ?? (Number(response.headers.get('content-length')) || undefined);
    let loaded = 0;
    const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(part, controller) {
        loaded += part.length;
        onProgress?.({ loaded, total });
        controller.enqueue(part);
      },
    });
    const unpacked = response.body
      .pipeThrough(counted)
      .pipeThrough(new DecompressionStream('gzip'));
    return await new Response(unpacked).text();
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof FileProblem) throw cause;
    // Fetching and unpacking both fail with a TypeError.
    if (cause instanceof TypeError) throw new FileProblem(cause.message, { cause });
    throw cause;
  }
}
