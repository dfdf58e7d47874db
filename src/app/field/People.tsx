import { useMemo, useState } from 'react'
import { businessDay } from '../../core/time.ts'
import { clientSexes, riskLevels } from '../../modules/clients/index.ts'
import { ageOn } from '../../modules/people/index.ts'
import { visitWays } from '../../modules/visits/index.ts'
import { sayDue } from '../../ui/format.ts'
import { activitiesOf, ComingActivities } from './Activities.tsx'
import type { Shown } from './engine.ts'
import type { Item } from './queue.ts'
import type { Card, Pack } from './sync.ts'

const weights = { high: 0, medium: 1, low: 2 } as const
const today = () => businessDay(new Date())

/** What a plan still asks for, with what waits on the phone counted as done. */
function left(card: Card, items: readonly Item[]) {
  const here = items.filter(({ call, record, input }) => {
    const { outcome } = input as { outcome?: string }
    return call === 'visits/recordVisit' && record === card.id && (outcome === 'met' || outcome === 'family')
  })
  return card.plans.filter(({ times, done, ways, fromOn, dueOn }) => {
    const more = here.filter(({ input }) => {
      const { way, onDay } = input as { way: string; onDay: string }
      return ways.includes(way) && onDay >= fromOn && onDay <= dueOn
    })
    return done + more.length < times
  })
}

const byAddress = (a: Card, b: Card) =>
  a.placePath.localeCompare(b.placePath, 'zh') ||
  (a.address ?? '').localeCompare(b.address ?? '', 'zh', { numeric: true }) ||
  a.name.localeCompare(b.name, 'zh')

interface Due {
  card: Card
  dueOn: string
}

/** Today's visits: the endangered and the nearly late first, the rest along the addresses, so that one walks no way twice. */
export function Today({ shown }: { shown: Shown }) {
  const [first, rest] = useMemo(() => {
    const due: Due[] = [...shown.cards.values()].flatMap((card) => {
      const open = left(card, shown.items)
      return open.length > 0 ? [{ card, dueOn: open.map(({ dueOn }) => dueOn).sort()[0]! }] : []
    })
    const soon = (one: Due) => one.card.risk === 'high' || Date.parse(one.dueOn) - Date.parse(today()) <= 3 * 86_400_000
    const order = (a: Due, b: Due) =>
      weights[a.card.risk ?? 'low'] - weights[b.card.risk ?? 'low'] ||
      a.dueOn.localeCompare(b.dueOn) ||
      byAddress(a.card, b.card)
    return [due.filter(soon).sort(order), due.filter((one) => !soon(one)).sort((a, b) => byAddress(a.card, b.card))]
  }, [shown.cards, shown.items])
  const activities = <ComingActivities activities={activitiesOf(shown.packs)} />
  if (shown.cards.size === 0)
    return (
      <>
        {activities}
        <p className="empty">
          {shown.syncing
            ? '正在把您的服务对象带到本机…'
            : '本机还没有服务对象。请在有网络的地方同步一次；还没有档案的，先在电脑上建档。'}
        </p>
      </>
    )
  return (
    <>
      <Drafts drafts={shown.drafts} />
      {activities}
      {first.length + rest.length === 0 && <p className="empty">这一期应走访的都已走访。</p>}
      <Rows title="先去这些家" due={first} />
      <Rows title="按住址顺路" due={rest} />
    </>
  )
}

function Rows({ title, due }: { title: string; due: readonly Due[] }) {
  const [most, setMost] = useState(50)
  if (due.length === 0) return null
  return (
    <section>
      <h2 style={{ fontSize: '1.05rem', margin: '0.25rem 0' }}>
        {title} <span className="quiet">{due.length} 户次</span>
      </h2>
      <ul className="rows">
        {due.slice(0, most).map(({ card, dueOn }) => (
          <li key={card.id}>
            <a className="row" href={`#/visit/${card.id}`}>
              <span className="name">{card.name}</span>
              {card.risk === 'high' && <span className="tag red">高风险</span>}
              {card.alerts.length > 0 && <span className="tag amber">有提醒</span>}
              <span className="quiet">{sayDue(dueOn)}</span>
              <div className="quiet">{card.address ?? card.placePath}</div>
            </a>
          </li>
        ))}
      </ul>
      {due.length > most && (
        <button type="button" style={{ width: '100%', marginBottom: '0.75rem' }} onClick={() => setMost(most + 100)}>
          再看 {Math.min(100, due.length - most)} 户
        </button>
      )}
    </section>
  )
}

/** Forms begun and not saved: they wait where they were left. */
function Drafts({ drafts }: { drafts: readonly string[] }) {
  if (drafts.length === 0) return null
  return (
    <section>
      <h2 style={{ fontSize: '1.05rem', margin: '0.25rem 0' }}>没写完的</h2>
      <ul className="rows">
        {drafts.map((key) => {
          const [title, place] = key.split('|') as [string, string]
          return (
            <li key={key}>
              <a className="row" href={`#/${place}`}>
                {title}
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const shownAtOnce = 100

/** Everyone the phone carries, found by a part of the name or the address. */
export function Clients({ shown }: { shown: Shown }) {
  const [typed, setTyped] = useState('')
  const found = useMemo(
    () =>
      [...shown.cards.values()]
        .filter(({ name, address, placePath }) =>
          [name, address ?? '', placePath].some((one) => one.includes(typed.trim())),
        )
        .sort(byAddress),
    [shown.cards, typed],
  )
  return (
    <>
      <div className="field">
        <label htmlFor="find">查找</label>
        <input
          id="find"
          type="search"
          placeholder="姓名或住址中的几个字"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {found.length === 0 ? (
        <p className="empty">{typed ? `没有找到「${typed}」。本机只带您负责的服务对象。` : '本机还没有服务对象。'}</p>
      ) : (
        <>
          <ul className="rows">
            {found.slice(0, shownAtOnce).map((card) => (
              <li key={card.id}>
                <a className="row" href={`#/client/${card.id}`}>
                  <span className="name">{card.name}</span>
                  {card.risk && (
                    <span className={`tag ${card.risk === 'high' ? 'red' : ''}`}>{riskLevels[card.risk]}风险</span>
                  )}
                  <div className="quiet">{card.address ?? card.placePath}</div>
                </a>
              </li>
            ))}
          </ul>
          {found.length > shownAtOnce && (
            <p className="quiet">
              共 {found.length} 人，先列 {shownAtOnce} 人；请输入姓名查找。
            </p>
          )}
        </>
      )}
    </>
  )
}

/** Enough of a client to find and to visit them. */
export function ClientCard({ card, pack, items }: { card: Card; pack: Pack | undefined; items: readonly Item[] }) {
  const named = new Map(pack?.categories.map(({ key, label }) => [key, label]))
  const waiting = items.filter(({ record }) => record === card.id)
  return (
    <>
      {card.alerts.map((alert) => (
        <p key={alert} className="note warn">
          {alert}
        </p>
      ))}
      <section className="panel">
        <p style={{ marginTop: 0 }}>
          {card.risk && <span className={`tag ${card.risk === 'high' ? 'red' : ''}`}>{riskLevels[card.risk]}风险</span>}
          {card.categories.map((one) => (
            <span key={one} className="tag">
              {named.get(one) ?? one}
            </span>
          ))}
        </p>
        <dl className="facts">
          <dt>性别年龄</dt>
          <dd>
            {clientSexes[card.sex]}
            {card.bornOn && ` · ${ageOn(card.bornOn, today())} 岁`}
          </dd>
          <dt>住址</dt>
          <dd>
            {card.placePath}
            {card.address && ` ${card.address}`}
          </dd>
          <dt>电话</dt>
          <dd>{card.phone ? <a href={`tel:${card.phone}`}>{card.phone}</a> : '未登记'}</dd>
          <dt>职业</dt>
          <dd>{card.occupation ?? '未登记'}</dd>
          <dt>备注</dt>
          <dd>{card.memo ?? '无'}</dd>
          <dt>上次走访</dt>
          <dd>{card.lastOn ? `${card.lastOn} ${visitWays[card.lastWay!]}` : '还没有'}</dd>
        </dl>
      </section>
      {card.plans.length > 0 && (
        <section className="panel">
          <h2>应走访</h2>
          {card.plans.map(({ id, ways, dueOn, times, done }) => (
            <p key={id} style={{ margin: '0 0 0.3rem' }}>
              {ways.map((way) => visitWays[way as keyof typeof visitWays]).join('或')} {times} 次，{dueOn} 前；已 {done}{' '}
              次{done >= times && <span className="tag green"> 已完成</span>}
            </p>
          ))}
        </section>
      )}
      {waiting.length > 0 && <p className="note">本机有 {waiting.length} 条关于他（她）的内容还没有同步。</p>}
      <div className="foot" style={{ position: 'static', background: 'none', border: 0, padding: 0, margin: 0 }}>
        <a className="button" style={{ flex: 1 }} href={`#/contact/${card.id}`}>
          更新联系与备注
        </a>
        <button type="button" className="main" onClick={() => (location.hash = `#/visit/${card.id}`)}>
          走访
        </button>
      </div>
    </>
  )
}
