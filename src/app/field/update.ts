import { useSyncExternalStore } from 'react'

let waiting: ServiceWorker | undefined
const listeners = new Set<() => void>()

function found(worker: ServiceWorker | null): void {
  waiting = worker ?? undefined
  for (const listen of listeners) listen()
}

/** Keeps the program on the phone. A newer one waits until the worker says yes, or until every window is closed. */
export async function keepProgram(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  // the first program takes over what it has just loaded; at a later one every window changes, for the files of the old go
  let controlled = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (controlled) location.reload()
    controlled = true
  })
  const registration = await navigator.serviceWorker.register('/field/sw.js', { scope: '/field/' })
  if (registration.waiting) found(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      // the first one takes over by itself; there is nothing to change from
      if (installing.state === 'installed' && navigator.serviceWorker.controller) found(installing)
    })
  })
  setInterval(() => void registration.update().catch(() => {}), 3_600_000)
}

/** Changes to the newer program; forms begun are kept, what waits to be sent is not touched. */
export async function takeUpdate(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration('/field/')
  await registration?.update().catch(() => {})
  const next = waiting ?? registration?.waiting
  if (!next) return location.reload()
  next.postMessage('takeOver')
}

const subscribe = (listen: () => void) => {
  listeners.add(listen)
  return () => void listeners.delete(listen)
}
export const useUpdate = () => useSyncExternalStore(subscribe, () => waiting !== undefined)
