import type { ComponentType, FunctionComponent, ReactNode } from 'react'

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
    /** Where else this entry is marked as the present one: pages of its matters at addresses of their own. */
    readonly also?: readonly string[]
  }
  readonly load: () => Promise<{ default: FunctionComponent }>
}

/** A part of a record's page that another module shows, e.g. a station's people; the console puts them together. */
export interface Section {
  /** Shown only to those who hold one of these grants; without, to everyone who may open the record. */
  readonly grants?: readonly string[]
  readonly component: ComponentType<{ id: string }>
}
