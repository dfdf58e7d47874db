import { Button, Flex } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client, Refusal } from '../../ui/client.ts'
import { fromBase64 } from './box.ts'

const api = client<typeof import('./photo.server.ts')>('devices')

type Listed = AnswerOfCall<typeof import('./handover.server.ts').readHandover>['photos'][number]

async function opened(handover: string, photo: string): Promise<{ name: string; content: Blob }> {
  const { name, type, content } = await api.openHandoverPhoto({ id: handover, photo })
  return { name, content: new Blob([fromBase64(content)], { type }) }
}

/** What was photographed, signed or spoken for it; each is opened when asked for, and that is written down. */
export function HandoverPhotos({ handover, photos }: { handover: string; photos: readonly Listed[] }) {
  const [shown, setShown] = useState<Record<string, { url: string; type: string } | string>>({})
  if (photos.length === 0) return null
  async function show({ photo }: Listed) {
    try {
      const { content } = await opened(handover, photo)
      setShown((before) => ({ ...before, [photo]: { url: URL.createObjectURL(content), type: content.type } }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setShown((before) => ({ ...before, [photo]: error.message }))
    }
  }
  return (
    <section aria-label="照片、签名与录音" style={{ marginTop: 16 }}>
      <p>照片、签名与录音 {photos.length} 个，代为办理时一并附上</p>
      <Flex gap={8} wrap>
        {photos.map((one) => {
          const is = shown[one.photo]
          if (typeof is === 'string') return <span key={one.photo}>{is}</span>
          if (!is)
            return (
              <Button key={one.photo} size="small" onClick={() => void show(one)}>
                查看{one.name}
              </Button>
            )
          return is.type.startsWith('image/') ? (
            <img key={one.photo} src={is.url} alt={one.name} style={{ maxWidth: 220, maxHeight: 220 }} />
          ) : (
            // biome-ignore lint/a11y/useMediaCaption: a spoken note of the worker's own has no captions
            <video key={one.photo} controls src={is.url} aria-label={one.name} style={{ maxWidth: 220, height: 54 }} />
          )
        })}
      </Flex>
    </section>
  )
}

async function upload(name: string, content: Blob, station: string, readBy: string): Promise<string> {
  const form = new FormData()
  form.append('file', content, name)
  const path = `/api/files?station=${encodeURIComponent(station)}&for=${encodeURIComponent(readBy)}`
  const response = await fetch(path, { method: 'POST', body: form }).catch(() => undefined)
  const answer = (await response?.json().catch(() => undefined)) as { id: string } | Refusal | undefined
  if (answer && 'id' in answer) return answer.id
  throw answer
    ? new Refusal(answer.code, answer.message)
    : new Refusal('offline', '网络不通，附件没有传上，请稍后再办理')
}

/**
 * Uploads what came with a handover as the head's own files of the station, for the command that is entered; answers their
 * ids by field, and how many could not be opened. Throws a `Refusal` where that is to be tried again.
 */
export async function uploadPhotos(
  handover: string,
  station: string,
  photos: readonly Listed[],
): Promise<{ files: Record<string, string[]>; broken: number }> {
  const files: Record<string, string[]> = {}
  let broken = 0
  for (const { photo, field, readBy } of photos) {
    try {
      const { name, content } = await opened(handover, photo)
      files[field] = [...(files[field] ?? []), await upload(name, content, station, readBy)]
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'invalid') throw error
      broken += 1
    }
  }
  return { files, broken }
}
