import { useEffect, useRef, useState } from 'react'
import { keepTaken, takenOf } from './engine.ts'
import type { Taken } from './keeping.ts'

const largest = 1600
/** A small original is kept as it is. */
const smallBytes = 300_000

/** Makes a photo fit for a thin network: at most 1,600 pixels, and no place in it. */
async function compressed(file: File): Promise<Blob> {
  if (file.size <= smallBytes && file.type !== 'image/heic') return file
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, largest / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', 0.8),
  )
}

const clock = () => new Date().toTimeString().slice(0, 5).replace(':', '')

/** What has been taken for a form; kept with its draft, sealed, until the form is saved. */
export function useTaken(draft: string): [Taken[], (taken: Taken[]) => void] {
  const [taken, setTaken] = useState<Taken[]>([])
  useEffect(() => void takenOf(draft).then(setTaken), [draft])
  return [
    taken,
    (next) => {
      setTaken(next)
      void keepTaken(draft, next)
    },
  ]
}

/** Photos, a signature by finger and a spoken note; all of them optional, none of them asked for. */
export function Photos({
  taken,
  onChange,
  most,
}: {
  taken: readonly Taken[]
  onChange: (taken: Taken[]) => void
  most: number
}) {
  const [signing, setSigning] = useState(false)
  const [problem, setProblem] = useState<string>()
  const add = (kind: Taken['kind'], name: string, content: Blob) =>
    onChange([...taken, { key: `${kind}-${taken.length}-${content.size}`, kind, name, content }])
  async function take(files: FileList | null) {
    setProblem(undefined)
    const added: Taken[] = []
    for (const [i, file] of [...(files ?? [])].slice(0, most - taken.length).entries()) {
      try {
        added.push({
          key: `photo-${taken.length + i}-${file.size}`,
          kind: 'photo',
          name: `照片${clock()}.jpg`,
          content: await compressed(file),
        })
      } catch {
        setProblem(`「${file.name}」打不开，请重新拍摄`)
      }
    }
    onChange([...taken, ...added])
  }
  return (
    <fieldset className="field">
      <legend>
        照片、签名与录音<span className="hint"> 选填</span>
      </legend>
      <div className="buttons">
        <label className="button">
          拍照
          <input
            type="file"
            accept="image/*"
            capture="environment"
            hidden
            multiple
            onChange={(event) => void take(event.target.files)}
          />
        </label>
        <button type="button" onClick={() => setSigning(!signing)} aria-expanded={signing}>
          签名
        </button>
        <Voice onDone={(content) => add('voice', `录音${clock()}.webm`, content)} />
      </div>
      {problem && <p className="wrong">{problem}</p>}
      {signing && (
        <Signature
          onDone={(content) => {
            add('signature', `签名${clock()}.png`, content)
            setSigning(false)
          }}
        />
      )}
      <div className="photos">
        {taken.map((one) => (
          <figure key={one.key}>
            <Preview one={one} />
            <button
              type="button"
              onClick={() => onChange(taken.filter(({ key }) => key !== one.key))}
              aria-label={`去掉${one.name}`}
            >
              去掉
            </button>
          </figure>
        ))}
      </div>
    </fieldset>
  )
}

function Preview({ one }: { one: Taken }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(one.content)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [one])
  if (!url) return null
  return one.kind === 'voice' ? (
    // biome-ignore lint/a11y/useMediaCaption: a spoken note of the worker's own has no captions
    <audio controls src={url} style={{ width: '100%' }} />
  ) : (
    <img src={url} alt={one.name} />
  )
}

function Signature({ onDone }: { onDone: (content: Blob) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drawn, setDrawn] = useState(false)
  useEffect(() => {
    const at = canvas.current!
    at.width = at.clientWidth * devicePixelRatio
    at.height = at.clientHeight * devicePixelRatio
    const pen = at.getContext('2d')!
    pen.scale(devicePixelRatio, devicePixelRatio)
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, at.clientWidth, at.clientHeight)
    pen.lineWidth = 3
    pen.lineCap = 'round'
    pen.strokeStyle = '#1f2329'
  }, [])
  const at = (event: React.PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top] as const
  }
  return (
    <div>
      <canvas
        ref={canvas}
        className="sign"
        aria-label="在此签名"
        onPointerDown={(event) => {
          canvas.current!.setPointerCapture(event.pointerId)
          const pen = canvas.current!.getContext('2d')!
          pen.beginPath()
          pen.moveTo(...at(event))
          setDrawn(true)
        }}
        onPointerMove={(event) => {
          if (event.buttons === 0) return
          const pen = canvas.current!.getContext('2d')!
          pen.lineTo(...at(event))
          pen.stroke()
        }}
      />
      <button
        type="button"
        disabled={!drawn}
        onClick={() => canvas.current!.toBlob((blob) => blob && onDone(blob), 'image/png')}
      >
        用这个签名
      </button>
    </div>
  )
}

function Voice({ onDone }: { onDone: (content: Blob) => void }) {
  const [recorder, setRecorder] = useState<MediaRecorder>()
  const [problem, setProblem] = useState<string>()
  async function start() {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      const made = new MediaRecorder(stream, { audioBitsPerSecond: 24_000 })
      const parts: Blob[] = []
      made.ondataavailable = ({ data }) => parts.push(data)
      made.onstop = () => {
        for (const track of stream.getTracks()) track.stop()
        onDone(new Blob(parts, { type: made.mimeType }))
        setRecorder(undefined)
      }
      made.start()
      setRecorder(made)
    } catch {
      setProblem('不能录音：请在手机设置里允许使用麦克风')
    }
  }
  return (
    <>
      <button
        type="button"
        onClick={() => (recorder ? recorder.stop() : void start())}
        aria-pressed={recorder !== undefined}
      >
        {recorder ? '停止录音' : '录音'}
      </button>
      {problem && <p className="wrong">{problem}</p>}
    </>
  )
}
