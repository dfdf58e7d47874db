import { useNavigate, useSearch } from '@tanstack/react-router'

/**
 * What a list shows stands in its page's address, so that a view can be kept and sent. A change goes back to the first
 * rows and leaves no step behind for the browser's way back.
 */
export function useListAddress<A extends { after?: string }>(
  path: string,
): [address: A, set: (next: { [K in keyof A]?: A[K] | undefined }) => void] {
  const navigate = useNavigate()
  const address = useSearch({ strict: false }) as A
  return [
    address,
    (next) => void navigate({ to: path, search: { ...address, after: undefined, ...next } as never, replace: true }),
  ]
}
