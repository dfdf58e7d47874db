import { useEffect, useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { formatInstant, writtenDay } from '../../core/time.ts'
import type { countSignIns } from '../../modules/activities/index.server.ts'
import { drawSignIn, signInAddress, whyNoSignIn } from '../../modules/activities/index.ts'
import { sayDay, today } from '../../ui/format.ts'
import { serverOf } from './server.ts'
import type { Pack } from './sync.ts'

export type Coming = Pack['activities'][number]

/** The activities of all stations that this phone carries. */
export const activitiesOf = (packs: ReadonlyMap<string, Pack>): Coming[] =>
  [...packs.values()].flatMap(({ activities }) => activities).filter(({ onDay, toOn }) => (toOn ?? onDay) >= today())

const sayWhen = ({ onDay, toOn, startsAt, endsAt }: Coming) =>
  `${writtenDay(onDay)}${toOn ? ` 至 ${writtenDay(toOn)}` : ''} ${startsAt}–${endsAt}`

/** What the station has planned for the next days; nothing planned, nothing shown. */
export function ComingActivities({ activities }: { activities: readonly Coming[] }) {
  if (activities.length === 0) return null
  return (
    <section>
      <h2 style={{ fontSize: '1.05rem', margin: '0.25rem 0' }}>社区活动</h2>
      <ul className="rows">
        {activities.map((one) => (
          <li key={one.id}>
            <a className="row" href={`#/activity/${one.id}`}>
              <span className="name">{one.name}</span>
              <span className={`tag${one.onDay <= today() ? ' green' : ''}`}>
                {one.onDay <= today() ? '今天' : sayDay(one.onDay)}
              </span>
              <div className="quiet">{sayWhen(one)}</div>
              <div className="quiet">{one.venue}</div>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

const countEveryMs = 10_000
const nowInstant = () => formatInstant(new Date().toISOString())

/** How many have signed in, asked again and again; `undefined` where the network or the login does not allow it. */
function useCount(activity: string, account: string): number | undefined {
  const [people, setPeople] = useState<number>()
  useEffect(() => {
    let here = true
    const ask = async () => {
      const reply = await serverOf(account).call('activities/countSignIns', { input: { id: activity } })
      if (!here) return
      setPeople(reply.kind === 'done' ? (reply.answer as AnswerOfCall<typeof countSignIns>).people : undefined)
    }
    void ask()
    const timer = setInterval(() => void ask(), countEveryMs)
    return () => {
      here = false
      clearInterval(timer)
    }
  }, [activity, account])
  return people
}

/** The code large, for residents to scan: drawn on the phone, so that it shows without a network. */
export function SignInCode({ activity, account }: { activity: Coming; account: string }) {
  const [drawing, setDrawing] = useState<string>()
  const people = useCount(activity.id, account)
  useEffect(() => void drawSignIn(signInAddress(location.origin, activity.code)).then(setDrawing), [activity.code])
  const closed = whyNoSignIn({ ...activity, state: 'planned' }, nowInstant())
  return (
    <section className="panel sign-in">
      <h2>{activity.name}</h2>
      <p>{sayWhen(activity)}</p>
      <p>{activity.venue}</p>
      {drawing && <img src={`data:image/svg+xml,${encodeURIComponent(drawing)}`} alt="签到二维码" />}
      <p className="scan">请用手机扫一扫，签到</p>
      {closed && <p className="note warn">{closed}</p>}
      <p role="status">{people === undefined ? '签到人数联网后显示' : `已签到 ${people} 人`}</p>
      <p className="quiet">不用装软件，也不用注册。没带手机的，请告诉社工，由社工登记。</p>
    </section>
  )
}
