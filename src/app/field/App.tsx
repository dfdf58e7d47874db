import { useEffect, useState, useSyncExternalStore } from 'react'
import { formatInstant } from '../../core/time.ts'
import { sayInstant } from '../../ui/format.ts'
import { activitiesOf, SignInCode } from './Activities.tsx'
import { dismissNotice, type Shown, snapshot, subscribe, sync } from './engine.ts'
import { Gate, LogInAgain } from './Gate.tsx'
import { Mine } from './Mine.tsx'
import { ClientCard, Clients, Today } from './People.tsx'
import { go, usePlace } from './place.ts'
import { unsent } from './queue.ts'
import { EditContact, HoldSession, RecordMeeting, RecordService, ReportIncident } from './Records.tsx'
import { Unsent } from './Unsent.tsx'
import { takeUpdate, useUpdate } from './update.ts'
import { Visiting } from './Visiting.tsx'

const reasons: Readonly<Record<string, string>> = {
  silent: '网络不通，稍后自动再试',
  unavailable: '服务器暂时不可用，稍后自动再试',
  tooMany: '服务器繁忙，稍后自动再试',
  unauthenticated: '登录已过期，请重新登录后同步',
  forbidden: '账号没有同步的权限，请联系站长',
  notFound: '已不在原社工站任职，请联系站长',
  mustUpdate: '程序版本太旧，请更新后同步',
}

const longHours = 24

/** How much waits and since when, always in sight. */
function Status({ shown }: { shown: Shown }) {
  const { count, refused, oldest } = unsent(shown.items)
  const old = oldest !== undefined && Date.now() - Date.parse(oldest) > longHours * 3_600_000
  const words = [
    count > 0 ? `未同步 ${count} 条 · 最早 ${sayInstant(oldest!)}` : '全部已同步',
    refused > 0 ? `${refused} 条需要处理` : '',
    shown.syncing ? '正在同步…' : shown.stopped ? (reasons[shown.stopped] ?? '同步没有完成') : '',
    !shown.stopped && !shown.syncing && shown.lastSyncAt ? `上次 ${sayInstant(shown.lastSyncAt)}` : '',
  ].filter(Boolean)
  return (
    <button
      type="button"
      className={`status${old || refused > 0 ? ' warn' : ''}`}
      onClick={() => (refused > 0 ? go('#/unsent') : void sync())}
      title={shown.lastSyncAt && formatInstant(shown.lastSyncAt)}
    >
      {words.join(' · ')}
    </button>
  )
}

const tabs = {
  '#/': '今天',
  '#/clients': '服务对象',
  '#/record': '记录',
  '#/unsent': '未同步',
  '#/mine': '我的',
} as const

/** The phone's own program: today, clients, records, what waits, oneself. */
export function App() {
  const shown = useSyncExternalStore(subscribe, snapshot)
  const place = usePlace()
  const waiting = useUpdate()
  const [, setMinute] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setMinute((minute) => minute + 1), 60_000)
    return () => clearInterval(timer)
  }, [])
  if (!shown.ready) return null
  if (!shown.owner) return <Gate shown={shown} />
  const { title, body, form } = pageOf(place, shown)
  return (
    <div className={`app${form ? ' with-foot' : ''}`}>
      <header className="top">
        <div className="line">
          {place in tabs ? null : (
            <button type="button" className="plain" onClick={() => history.back()} aria-label="返回">
              ‹
            </button>
          )}
          <h1>{title}</h1>
        </div>
        <Status shown={shown} />
      </header>
      <main>
        {shown.notice && (
          <p className="note warn" role="status">
            {shown.notice}
            <button type="button" className="plain" onClick={dismissNotice}>
              知道了
            </button>
          </p>
        )}
        {(waiting || shown.mustUpdate) && !form && (
          <p className="note" role="status">
            有新版本可用{shown.mustUpdate && '，更新后才能同步；未同步的内容不受影响'}
            <button type="button" className="plain" onClick={() => void takeUpdate()}>
              现在更新
            </button>
          </p>
        )}
        {shown.stopped === 'unauthenticated' && !form && (
          <LogInAgain login={shown.owner.login} onDone={() => void sync()} />
        )}
        {body}
      </main>
      {!form && (
        <div className="bar">
          <nav aria-label="主要页面">
            {Object.entries(tabs).map(([to, label]) => (
              <a key={to} href={to} aria-current={place === to ? 'page' : undefined}>
                {label}
                {to === '#/unsent' && shown.items.length > 0 ? ` ${shown.items.length}` : ''}
              </a>
            ))}
          </nav>
        </div>
      )}
    </div>
  )
}

interface PageShown {
  title: string
  body: React.ReactNode
  form?: boolean
}

const nothing = (words: string): PageShown => ({ title: '找不到', body: <p className="empty">{words}</p> })

function pageOf(place: string, shown: Shown): PageShown {
  const [, name = '', id = ''] = place.split('/')
  const card = shown.cards.get(id)
  const station = card?.station ?? shown.owner!.stations[0]?.id
  const pack = station ? shown.packs.get(station) : undefined
  switch (name) {
    case '':
      return { title: '今天', body: <Today shown={shown} /> }
    case 'clients':
      return { title: '服务对象', body: <Clients shown={shown} /> }
    case 'client':
      return card
        ? { title: card.name, body: <ClientCard card={card} pack={pack} items={shown.items} /> }
        : nothing('这位服务对象已不在本机，可能已转由别人服务。')
    case 'activity': {
      const activity = activitiesOf(shown.packs).find((one) => one.id === id)
      return activity
        ? { title: '活动签到', body: <SignInCode activity={activity} account={shown.owner!.account} /> }
        : nothing('这次活动已结束、已取消，或不在最近几天。')
    }
    case 'unsent':
      return { title: '未同步', body: <Unsent shown={shown} /> }
    case 'mine':
      return { title: '我的', body: <Mine shown={shown} /> }
  }
  if (!pack || !station) return nothing('还没有同步过，请在有网络的地方打开一次。')
  const at = { pack, station }
  switch (name) {
    case 'record':
      return { title: '记录', body: <Choose pack={pack} /> }
    case 'visit':
      return card
        ? { title: `走访 ${card.name}`, body: <Visiting card={card} {...at} />, form: true }
        : nothing('这位服务对象已不在本机。')
    case 'contact':
      return card
        ? { title: `更新 ${card.name}`, body: <EditContact card={card} station={station} />, form: true }
        : nothing('这位服务对象已不在本机。')
    case 'service':
      return { title: '服务记录', body: <RecordService {...at} />, form: true }
    case 'incident':
      return { title: '疑似侵害', body: <ReportIncident {...at} />, form: true }
    case 'case': {
      const caseFile = pack.cases.find((one) => one.id === id)
      return caseFile
        ? { title: `过程记录 ${caseFile.clientName}`, body: <RecordMeeting caseFile={caseFile} {...at} />, form: true }
        : nothing('这个个案已不在办。')
    }
    case 'session': {
      const session = pack.sessions.find((one) => one.id === id)
      return session
        ? { title: `点名 ${session.groupName}`, body: <HoldSession session={session} station={station} />, form: true }
        : nothing('这一节已登记或已取消。')
    }
    default:
      return nothing('没有这个页面。')
  }
}

function Choose({ pack }: { pack: NonNullable<ReturnType<Shown['packs']['get']>> }) {
  return (
    <>
      <div className="buttons" style={{ marginBottom: '0.75rem' }}>
        <a className="button" href="#/service">
          服务记录
        </a>
        <a className="button" href="#/incident">
          疑似侵害
        </a>
      </div>
      {pack.sessions.length > 0 && (
        <section>
          <h2 style={{ fontSize: '1.05rem' }}>小组点名与节次</h2>
          <ul className="rows">
            {pack.sessions.map((one) => (
              <li key={one.id}>
                <a className="row" href={`#/session/${one.id}`}>
                  <span className="name">{one.groupName}</span>
                  <span className="quiet">
                    第 {one.ordinal} 节 {one.plannedOn} {one.topic}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 style={{ fontSize: '1.05rem' }}>在办个案的过程记录</h2>
        {pack.cases.length === 0 ? (
          <p className="empty">没有由您办理的个案。</p>
        ) : (
          <ul className="rows">
            {pack.cases.map((one) => (
              <li key={one.id}>
                <a className="row" href={`#/case/${one.id}`}>
                  <span className="name">{one.clientName}</span>
                  <span className="quiet">{one.number}</span>
                  {one.aim && <div className="quiet">下一步：{one.aim}</div>}
                </a>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
