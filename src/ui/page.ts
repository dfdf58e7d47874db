import type { ComponentType, ReactNode } from 'react'

/** One page of the console: a module says its pages, the console assembles them. */
export interface Page {
  /** `/stations/$id` */
  readonly path: string
  readonly title: string
  /** Shown only to those who hold one of these grants; without, to everyone signed in. */
  readonly grants?: readonly string[]
  /** In the side menu, in this group and order. */
  readonly menu?: {
    readonly group: 'work' | 'network' | 'oversight' | 'system'
    readonly order: number
    readonly icon: ReactNode
  }
  readonly load: () => Promise<{ default: ComponentType }>
}
