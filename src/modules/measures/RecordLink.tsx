import { recordPath } from './recordPath.ts'

/** A record behind a figure, a finding or a correction: opened where it has a page. */
export function RecordLink({ entity, id, label }: { entity: string; id: string; label: string }) {
  const path = recordPath(entity, id)
  return path ? <a href={path}>{label || '查看记录'}</a> : label
}
