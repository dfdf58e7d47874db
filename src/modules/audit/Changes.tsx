import type { AnswerOfCall } from '../../core/action.ts'

export type Line = AnswerOfCall<typeof import('./index.server.ts').historyOf>['lines'][number]

/** What one line changed, field by field, from what to what. */
export function Changes({ line }: { line: Line }) {
  return (
    <dl className="changes">
      {line.changes.map(({ label, before, after, hidden }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {hidden ? (
              <span className="unknown">有改动，内容不显示</span>
            ) : line.first ? (
              after
            ) : (
              <>
                {before === null ? <span className="unknown">未填</span> : <del>{before}</del>}{' '}
                <span aria-hidden>→</span> {after === null ? <span className="unknown">未填</span> : <ins>{after}</ins>}
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
