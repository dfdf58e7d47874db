import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A way to another page of the console, without loading it anew. */
export function To({ path, search, children }: { path: string; search?: Record<string, string>; children: ReactNode }) {
  return (
    <Link to={path as never} {...(search && { search: search as never })} className="to">
      {children}
    </Link>
  )
}
