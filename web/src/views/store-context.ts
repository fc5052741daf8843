import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Room, Store } from '../state/store.ts';

export const StoreContext = createContext<Store | undefined>(undefined);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error('a view must be rendered inside a StoreContext');
  return store;
}

/** The state of one view, made when it is first shown. */
export const useRoom = <T extends Room>(create: (store: Store) => T): T => useStore().room(create);
