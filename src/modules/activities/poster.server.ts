import QRCode from 'qrcode'
import type { Reach } from '../../core/access.ts'
import { find, findReachable, unseal } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { typeset } from '../papers/index.server.ts'
import { Station } from '../stations/index.ts'
import { Activity, earlyMinutes } from './activity.ts'
import { drawSignIn, signInAddress } from './signInCode.ts'

export interface Poster {
  name: string
  station: string
  when: string
  venue: string
  /** Address of the public sign-in on this installation. */
  address: string
}

/** What the poster of an activity says, with the address that its code holds. */
export async function posterOf(tx: Tx, reach: Reach, id: string, origin: string): Promise<Poster> {
  const activity = await findReachable(tx, Activity, reach, id)
  const station = await find(tx, Station, activity.station!)
  const until = activity.toOn ? ` 至 ${writtenDay(activity.toOn)}` : ''
  return {
    name: activity.name,
    station: station?.name ?? '',
    when: `${writtenDay(activity.onDay)}${until}　${activity.startsAt}–${activity.endsAt}`,
    venue: activity.venue,
    address: signInAddress(origin, `${activity.county}-${await unseal(tx, Activity, activity, 'code')}`),
  }
}

/** The code alone, as a drawing for a screen or a banner. */
export function drawCode({ address }: Poster): Promise<string> {
  return drawSignIn(address)
}

const template = `
#let p = json(bytes(sys.inputs.poster))
#set document(title: p.name)
#set page(paper: "a4", margin: (x: 24mm, y: 30mm))
#set text(font: ("Noto Sans S Chinese"), lang: "zh", region: "cn", fill: rgb("#1F2329"))
#align(center + horizon, stack(dir: ttb, spacing: 11mm,
  text(size: 15pt, fill: rgb("#5A6472"), p.station),
  text(size: p.letter * 1pt, weight: "bold", fill: rgb("#1F5FA8"), p.name),
  stack(dir: ttb, spacing: 5mm, text(size: 16pt, p.when), text(size: 16pt, p.venue)),
  link(p.address, image(bytes(p.qr), format: "svg", width: 92mm)),
  text(size: 22pt, weight: "bold", "扫码签到"),
  text(size: 12pt, fill: rgb("#5A6472"), p.note),
))
`

/** A sheet of A4 to hang at the entrance. */
export async function drawPoster(poster: Poster): Promise<Buffer> {
  const content = {
    ...poster,
    qr: await QRCode.toString(poster.address, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' }),
    letter: poster.name.length > 14 ? 26 : 36,
    note: `开始前 ${earlyMinutes} 分钟起可以签到，不装软件，不用注册。`,
  }
  return typeset(template, { poster: JSON.stringify(content) }, 'pdf')
}
