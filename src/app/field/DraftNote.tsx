import { useState } from 'react'
import { sayInstant } from '../../ui/format.ts'
import type { Draft, Version } from './drafts.ts'

const sayKept = ({ keptAt }: Version) => sayInstant(new Date(keptAt).toISOString())

/** What must be known of a form that was begun before: where it was typed, and that there is another; or it is given up. */
export function DraftNote({
  draft: { main, other, gone },
  onTakeOther,
  onDrop,
}: {
  draft: Draft
  onTakeOther: () => void
  onDrop: () => void
}) {
  const [sure, setSure] = useState(false)
  return (
    <div className={gone ? 'note warn' : 'note'} role="status">
      {gone
        ? '这份草稿在另一台手机上已保存或放弃，请核对后再保存，以免重复'
        : main.elsewhere
          ? `这份草稿来自另一台手机（${sayKept(main)}）；照片、签名和录音不在其中`
          : `接着上次没写完的（${sayKept(main)}）`}
      {other && `。${other.elsewhere ? '另一台手机' : '本机'}还有一份（${sayKept(other)}）`}
      <div className="buttons">
        {other && (
          <button type="button" onClick={onTakeOther}>
            改用{other.elsewhere ? '那一份' : '本机这份'}
          </button>
        )}
        <button type="button" className="plain" onClick={sure ? onDrop : () => setSure(true)}>
          {sure ? '确认放弃草稿' : '放弃草稿'}
        </button>
      </div>
    </div>
  )
}
