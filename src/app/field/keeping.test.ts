import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { beforeAll, describe, expect, it } from 'vitest'
import { uuidv7 } from '../../core/identifiers.ts'
import { toBase64 } from '../../modules/devices/index.ts'
import { stampsOf, typed } from './drafts.ts'
import { type Keeping, type Owner, openKeeping, ownersTable } from './keeping.ts'
import type { Card, Pack } from './sync.ts'
import { makeLock, openLock, type Vault } from './vault.ts'

const station = '530111-019aa000-0000-7000-8000-000000000001'
const form = '走访 示例老人|visit/530111-1'
/** Everything of a person that the phone is filled with. */
const words = ['示例老人', '示例孩子', '太和村3组12号', '19900001234', '膝盖疼', '示例大爷', '反家暴', '手机上拍的']

let handoverKey: string
beforeAll(async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  handoverKey = toBase64(await crypto.subtle.exportKey('spki', pair.publicKey))
})

async function aPhone() {
  const { lock, vault } = await makeLock('258036')
  const account = uuidv7()
  const owner: Owner = {
    ...{ account, device: uuidv7(), token: 'token', handoverKey, lock, wrongPins: 0, closed: false },
    ...{ name: '示例社工', login: 'shili', stations: [{ id: station, name: '示例社工站' }] },
  }
  // a browser keeps a key it does not give out; this store, in memory, keeps none
  await ownersTable.put({ ...owner, lock: { ...lock, share: {} as CryptoKey } })
  return { owner, vault, keeping: await openKeeping(owner, vault) }
}

/** Whatever lies in the stores of this browser, as text: keys, indexes and contents, base64 also as what it stands for. */
async function everythingRaw(): Promise<string> {
  const found: string[] = []
  const look = (value: unknown): void => {
    if (typeof value === 'string') found.push(value, Buffer.from(value, 'base64').toString('utf8'))
    else if (ArrayBuffer.isView(value)) found.push(Buffer.from(value as Uint8Array).toString('utf8'))
    else if (value instanceof ArrayBuffer) found.push(Buffer.from(value).toString('utf8'))
    else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) {
        look(key)
        look(one)
      }
    else found.push(String(value))
  }
  for (const name of await Dexie.getDatabaseNames()) {
    found.push(name)
    const db = await new Dexie(name).open()
    for (const table of db.tables) look([table.name, await table.toCollection().keys(), await table.toArray()])
    db.close()
  }
  return found.join('\n')
}

const aPhoto = (text = '手机上拍的') => ({
  ...{ key: 'photo-0-15', kind: 'photo' as const, name: '照片1405.jpg' },
  content: new Blob([text], { type: 'image/jpeg' }),
})

async function fill(keeping: Keeping): Promise<void> {
  const card = { id: '530111-1', station, stamp: '1', name: '示例老人', address: '太和村3组12号', phone: '19900001234' }
  await keeping.take({ station, cursor: 3, digest: 'd' }, [card as Card], [])
  await keeping.putPack(station, {
    cases: [{ id: 'c', number: 'G1', clientName: '示例孩子', aim: null }],
  } as never as Pack)
  await keeping.addItem(
    {
      ...{
        command: uuidv7(),
        call: 'visits/recordVisit',
        station,
        label: '走访',
        about: '示例老人',
        record: '530111-1',
      },
      ...{ input: { findings: '膝盖疼' }, typedAt: '2026-11-24T01:00:00.000Z', state: 'waiting', unanswered: false },
      ...{ tries: 0, attachments: [{ field: 'files', blob: 'b', name: '照片.jpg', readBy: 'visit.read' }] },
    },
    [{ key: 'b', content: aPhoto().content }],
  )
  await keeping.changeDraft(form, (now) => typed(now, form, { findings: '膝盖疼' }, 1))
  await keeping.putTaken(form, [aPhoto()])
  const given = '联系与备注 示例大爷|contact/530111-2'
  await keeping.changeDraft(given, (now) => ({ ...typed(now, given, { memo: '反家暴' }, 1), stamp: 's' }))
  await keeping.changeDraft(given, () => undefined)
}

/** Writes as an earlier version of the program did, past the one that is tested. */
async function writeOld({ owner, vault }: { owner: Owner; vault: Vault }, rows: Record<string, object[]>) {
  const db = await new Dexie(`yizhan-field-${owner.account}`).open()
  for (const [table, kept] of Object.entries(rows))
    for (const { plain, ...row } of kept as { plain: unknown }[])
      await db
        .table(table)
        .put({ ...row, ...(plain !== undefined && { sealed: await vault.seal(JSON.stringify(plain)) }) })
  db.close()
}

describe('what lies on a phone (issue 5, S20)', () => {
  it('nobody who reads its stores finds a name, an address, a telephone number or a word that was typed', async () => {
    const { keeping } = await aPhone()
    await fill(keeping)
    const raw = await everythingRaw()
    // it has truly been read: these may be seen
    for (const open of ['示例社工', station, 'photo-0-15']) expect(raw).toContain(open)
    for (const word of words) expect(raw).not.toContain(word)
    expect([(await keeping.cards())[0]!.name, (await keeping.drafts())[0]!.form]).toEqual(['示例老人', form])
    expect(await keeping.dropped()).toEqual([{ form: '联系与备注 示例大爷|contact/530111-2', stamps: ['s'] }])
    const [photo] = await keeping.taken(form)
    expect([photo!.name, await photo!.content.text()]).toEqual(['照片1405.jpg', '手机上拍的'])
    await keeping.forgotten('联系与备注 示例大爷|contact/530111-2')
    expect(await keeping.dropped()).toEqual([])
  })

  it('the same form is found again after a restart, and marked otherwise on another phone', async () => {
    const { owner, vault } = await aPhone()
    const [again, other] = [await openLock(owner.lock, '258036'), (await aPhone()).vault]
    const mark = await vault.mark(form)
    expect(await again!.mark(form)).toBe(mark)
    expect(await other.mark(form)).not.toBe(mark)
  })
})

describe('a phone that kept forms under their names', () => {
  it('still has every draft, photo and draft to forget after the update, and no name in the open', async () => {
    const phone = await aPhone()
    const second = {
      form,
      main: { values: { findings: '膝盖疼' }, keptAt: 5, elsewhere: false },
      stamp: 's',
      copied: true,
    }
    const first = '点名 示例孩子|session/530111-3'
    phone.keeping.close()
    await writeOld(phone, {
      drafts: [
        { key: form, turn: 4, plain: second },
        { key: first, plain: { process: '反家暴' } },
      ],
      blobs: [
        {
          key: `draft ${form} photo-0-15`,
          type: JSON.stringify({ kind: 'photo', name: '照片1405.jpg', mime: 'image/jpeg' }),
          sealed: await phone.vault.sealBytes(await aPhoto().content.arrayBuffer()),
        },
      ],
      dropped: [{ key: '走访 示例大爷|visit/530111-2', stamps: ['t'] }],
    })
    expect(await everythingRaw()).toContain('示例大爷')

    const keeping = await openKeeping(phone.owner, phone.vault)
    const raw = await everythingRaw()
    for (const word of words) expect(raw).not.toContain(word)
    expect(await keeping.draft(form)).toEqual(second)
    expect((await keeping.draft(first))!.main.values).toEqual({ process: '反家暴' })
    expect((await keeping.drafts()).map((one) => one.form).sort()).toEqual([form, first].sort())
    expect(await keeping.dropped()).toEqual([{ form: '走访 示例大爷|visit/530111-2', stamps: ['t'] }])
    const [photo] = await keeping.taken(form)
    expect([photo!.kind, photo!.content.type, await photo!.content.text()]).toEqual([
      'photo',
      'image/jpeg',
      '手机上拍的',
    ])

    await keeping.changeDraft(form, () => undefined)
    expect([await keeping.draft(form), await keeping.taken(form)]).toEqual([undefined, []])
    expect(await keeping.dropped()).toContainEqual({ form, stamps: stampsOf(second) })
  })

  it('and typed in the earlier version once more keeps both, the later one first', async () => {
    const phone = await aPhone()
    await phone.keeping.changeDraft(form, (now) => typed(now, form, { findings: '新版写的' }, 10))
    const back = { form, main: { values: { findings: '旧版又写的' }, keptAt: 20, elsewhere: false }, copied: false }
    await writeOld(phone, { drafts: [{ key: form, turn: 1, plain: back }] })
    const { main, other } = (await (await openKeeping(phone.owner, phone.vault)).draft(form))!
    expect([main.values, other!.values]).toEqual([{ findings: '旧版又写的' }, { findings: '新版写的' }])
  })
})
