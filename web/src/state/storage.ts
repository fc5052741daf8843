// The browser's own storage, which may be full, switched off or refused. What
// could not be kept is reported, so that the page can say so.

export interface Storage {
  read(key: string): string | undefined;
  /** Whether the value is now kept. */
  write(key: string, value: string): boolean;
}

/** Storage that can be missing altogether: reading the property alone may throw. */
export function browserStorage(kind: 'localStorage' | 'sessionStorage'): Storage {
  const open = () => globalThis[kind];
  return {
    read(key) {
      try {
        return open().getItem(key) ?? undefined;
      } catch (error) {
        return nothingKept(error);
      }
    },
    write(key, value) {
      try {
        open().setItem(key, value);
        return true;
      } catch (error) {
        return nothingKept(error) ?? false;
      }
    },
  };
}

/** Storage of one widget, which forgets with it: several on a page would overwrite each other's. */
export function memoryStorage(): Storage {
  const values = new Map<string, string>();
  return {
    read: (key) => values.get(key),
    write(key, value) {
      values.set(key, value);
      return true;
    },
  };
}

/** Storage refuses with a DOMException (security, quota); anything else is a fault of ours. */
function nothingKept(error: unknown): undefined {
  if (!(error instanceof DOMException)) throw error;
  return undefined;
}
