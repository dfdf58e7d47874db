import { useSyncExternalStore } from 'react'

const listen = (changed: () => void) => {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

/** Where on the phone one is: the address after `#`, so that it opens without a network. */
export const usePlace = () => useSyncExternalStore(listen, () => location.hash || '#/')

/** Goes on after what took its time, unless its writer has left that page meanwhile. */
export function goFrom(here: string, place: string): void {
  if (location.hash === here) go(place)
}

export function go(place: string): void {
  location.hash = place
  scrollTo(0, 0)
}
