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
                <del>{before ?? '未填'}</del> <span aria-hidden>→</span> <ins>{after ?? '未填'}</ins>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
