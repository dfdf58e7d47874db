import type { Anchor } from '../../core/audit.ts'

/** Where anchors are kept, outside the database. */
export interface AnchorStore {
  /** The newest anchor with the key that its signature must fit. */
  newest(): Promise<{ anchor: Anchor; publicKey: string } | undefined>
}

let store: AnchorStore | undefined

/** Says where anchors are; whoever runs the server does so once. */
export function setAnchors(given: AnchorStore | undefined): void {
  store = given
}

export async function newestAnchor(): Promise<{ anchor: Anchor; publicKey: string } | undefined> {
  return store?.newest()
}
