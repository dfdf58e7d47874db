import { describe, expect, it } from 'vitest'
import { anew, type Item, nextOf, type Reply, rebased, sendable, settled, unsent } from './queue.ts'

const anItem = (over: Partial<Item> = {}): Item => ({
  command: 'a',
  call: 'visits/recordVisit',
  station: '530111-s',
  label: '走访',
  about: '示例居民',
  record: 'r1',
  input: {},
  attachments: [],
  typedAt: '2026-11-24T01:00:00.000Z',
  state: 'waiting',
  unanswered: false,
  tries: 0,
  ...over,
})
const refusal = (code: string, over: object = {}): Reply => ({
  kind: 'refused',
  code,
  message: '原因',
  fields: {},
  ...over,
})

describe('the queue of a phone', () => {
  it('sends the first of each record, and a refused one holds up nothing', () => {
    const items = [
      anItem({ command: 'a', state: 'refused' }),
      anItem({ command: 'b' }),
      anItem({ command: 'c' }),
      anItem({ command: 'd', record: 'r2' }),
    ]
    expect(sendable(items).map(({ command }) => command)).toEqual(['b', 'd'])
  })

  it('keeps what got no answer exactly as it was', () => {
    const next = nextOf(anItem(), { kind: 'silent' })
    expect(next).toMatchObject({ to: 'stay', item: { state: 'waiting', unanswered: true } })
    const later = anItem({ unanswered: true, input: { version: 1 } })
    expect(rebased(later, 'r1', { version: 4 })).toBe(later)
    expect(rebased(anItem({ input: { version: 1 } }), 'r1', { version: 4 }).input).toEqual({ version: 4 })
  })

  it('puts a wrong one aside with its reason, hands over what is no longer one’s own, and waits for a login', () => {
    expect(nextOf(anItem(), refusal('invalid', { fields: { onDay: '日期不对' } }))).toMatchObject({
      to: 'stay',
      item: { state: 'refused', why: '原因', fields: { onDay: '日期不对' } },
    })
    expect(nextOf(anItem(), refusal('notFound'))).toMatchObject({ to: 'handOver', why: '原因' })
    expect(nextOf(anItem(), refusal('unauthenticated'))).toEqual({ to: 'stay', item: anItem() })
  })

  it('says that a mended one had arrived before, and sends it as another command only when asked to', () => {
    const next = nextOf(anItem({ input: { findings: '改过的' } }), refusal('used'))
    expect(next).toMatchObject({ to: 'stay', item: { command: 'a', state: 'refused', used: true, why: '原因' } })
    const { item } = next as { item: Item }
    expect(sendable([item])).toEqual([])
    const again = anew(item, 'b')
    expect(again).toMatchObject({ command: 'b', state: 'waiting', input: { findings: '改过的' } })
    expect([again.used, again.why]).toEqual([undefined, undefined])
  })

  it('asks again for what stands with the head already, and whose word was lost', () => {
    expect(nextOf(anItem({ unanswered: true }), refusal('setAside'))).toMatchObject({ to: 'handOver' })
  })

  it('lets a broken answer wait for a person only after several tries', () => {
    let item = anItem()
    for (let i = 0; i < 5; i++) {
      expect(item.state).toBe('waiting')
      item = (nextOf(item, refusal('error')) as { item: Item }).item
    }
    expect(item).toMatchObject({ state: 'refused', unanswered: true })
  })

  it('a choice between two values goes on top of the version it was compared with', () => {
    const clash = { version: 7, fields: { memo: { mine: '我的', theirs: '别人的' }, work: { mine: 'a', theirs: 'b' } } }
    const item = anItem({
      state: 'refused',
      input: { id: 'x', version: 3, memo: '我的', work: 'a' },
      base: { memo: '', work: '' },
      clash,
    })
    const chosen = settled(item, { memo: 'theirs', work: 'mine' })
    expect(chosen).toMatchObject({
      state: 'waiting',
      input: { version: 7, memo: '别人的', work: 'a' },
      base: { memo: '别人的', work: 'b' },
    })
    expect(chosen.clash).toBeUndefined()
  })

  it('an edit that says what it was typed against is not lifted over what its writer has not seen', () => {
    const edit = anItem({ input: { id: 'r1', version: 1, memo: '我的' }, base: { memo: '' } })
    expect(rebased(edit, 'r1', { version: 4 })).toBe(edit)
  })

  it('leaves out a hidden value that the other side keeps: it is not known here', () => {
    const hidden = { masked: true, hint: '尾号 5678' }
    const clash = { version: 7, fields: { phone: { mine: '19900001234', theirs: hidden } } }
    const item = anItem({ state: 'refused', input: { id: 'x', version: 3, phone: '19900001234' }, base: {}, clash })
    expect(settled(item, { phone: 'theirs' }).input).toEqual({ id: 'x', version: 7 })
    expect(settled(item, { phone: 'mine' }).input).toEqual({ id: 'x', version: 7, phone: '19900001234' })
  })

  it('says how much waits and since when', () => {
    expect(unsent([anItem({ typedAt: '2026-11-24T03:00:00.000Z' }), anItem({ state: 'refused' })])).toEqual({
      count: 2,
      refused: 1,
      oldest: '2026-11-24T01:00:00.000Z',
    })
  })
})
