import { inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import { type Actor, reachOf } from '../../core/access.ts'
import { transact } from '../../core/db.ts'
import { checkFile } from '../../core/files.ts'
import { newId } from '../../core/identifiers.ts'
import { figures, readingOf, total } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { endAppointment, getPerson } from '../people/index.server.ts'
import { attireShare } from './attire.measures.ts'
import { badgesToDraw, issueAttire, issueBadges, stationBadges, verifyBadge, voidBadge } from './badge.server.ts'
import { drawBadges, drawPlaque } from './drawing.server.ts'
import { listMarks, setMark } from './mark.server.ts'
import { plaqueToDraw, stationPlaques } from './plaque.server.ts'
import { emsOf, layOut, nameFrom } from './plaque.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

interface At {
  clerk: Actor
  station: string
}

async function at(county: string, place: string, over: { name?: string } = {}): Promise<At> {
  const clerk = await world.actor(await world.account({ role: 'county', place: county }))
  return { clerk, station: (await aStation(world, clerk, { place, ...over })).id }
}

const plaquesOf = async ({ clerk, station }: At) => (await world.as(clerk, stationPlaques, { station })).plaques

const toDraw = ({ clerk, station }: At, key: string, size: { widthCm?: number; heightCm?: number } = {}) =>
  world.door.read(clerk, 'station.read', (tx) =>
    plaqueToDraw(tx, reachOf(clerk, 'station.read'), { station, key, ...size }),
  )

const perCm = 72 / 2.54

/** Width and height of the first page in centimetres, as the PDF itself says. */
function mediaBox(pdf: Buffer): [number, number] {
  const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/.exec(pdf.toString('latin1'))!
  return [Number(width) / perCm, Number(height) / perCm]
}

/** Everything a PDF holds, its packed streams unpacked. */
function insides(pdf: Buffer): string {
  let text = pdf.toString('latin1')
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    if (pdf.toString('latin1', at - 3, at) === 'end') continue
    try {
      text += inflateSync(pdf.subarray(at + 7)).toString('latin1')
    } catch {
      // not a packed stream
    }
  }
  return text
}

describe('the name on the plaque is built from the pack’s pattern', () => {
  it.each([
    ['KM-4.6', '530102', '530102001', /^昆明市五华区.+社会工作服务站$/],
    ['GD-4.6', '530111', '530111004', /^昆明市官渡区.+社会工作服务站$/],
    ['PZ-G1.3', '510402', '510402002', /^(?!.*区).+社会工作服务站$/],
    ['CG-3.6', '620102', '620102001', /^兰州市城关区.+社会工作服务站$/],
    ['BH-1.2', '120116', '120116006', /^滨海新区.+社会工作服务站$/],
  ])('[%s] with the place names above the station, and checked against its name', async (_id, county, place, name) => {
    const misnamed = await at(county, place)
    const [first] = await plaquesOf(misnamed)
    expect(first!.name).toMatch(name)
    expect(first!.fits).toBe(false)
    const named = await at(county, place, { name: first!.name })
    expect((await plaquesOf(named))[0]!.fits).toBe(true)
  })

  it('[CG-3.6] a second plaque names the station for the protection of minors', async () => {
    const plaques = await plaquesOf(await at('620102', '620102002'))
    expect(plaques.map(({ name, marks }) => [name.slice(-11), marks])).toEqual([
      [expect.stringMatching(/社会工作服务站$/), ['socialWork']],
      [expect.stringMatching(/未成年人保护工作站$/), []],
    ])
  })

  it('[BH-1.2] two marks stand on one plaque, and the page says that they are placeholders', async () => {
    const binhai = await at('120116', '120116007')
    const found = await world.as(binhai.clerk, stationPlaques, { station: binhai.station })
    expect(found.plaques[0]!.marks).toEqual(['socialWork', 'civilAffairs'])
    expect(found.placeholders).toEqual(['socialWork', 'civilAffairs'])
  })

  it('[PZ-G1.3] the wall inside bears the same name as the plaque outside', async () => {
    const [outside, inside] = await plaquesOf(await at('510402', '510402005'))
    expect(inside).toMatchObject({ name: outside!.name, place: 'inside' })
  })

  it('a pattern that asks for a township refuses a station that stands in none', async () => {
    const hub = await at('530111', '530111')
    const [plaque] = await plaquesOf(hub)
    expect(plaque!.problem).toContain('街道（乡镇）')
    await expect(toDraw(hub, plaque!.key)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('the plaque at its true size', () => {
  it('[KM-A3] is 50 centimetres wide and 70 high as PDF, with its Chinese letters inside', async () => {
    const plaque = await toDraw(await at('530102', '530102006'), 'plaque.station')
    const pdf = await drawPlaque(plaque, new Map(), 'pdf')
    const [width, height] = mediaBox(pdf)
    expect(width).toBeCloseTo(50, 2)
    expect(height).toBeCloseTo(70, 2)
    expect(insides(pdf)).toMatch(/\/FontFile[23]?\b/)
  })

  it('[GD-A4] is the same as SVG, its letters outlines that need no font', async () => {
    const plaque = await toDraw(await at('530111', '530111002'), 'plaque.station', { widthCm: 90, heightCm: 90 })
    // the document fixes the size: another is not asked for
    expect([plaque.widthCm, plaque.heightCm]).toEqual([50, 70])
    const svg = (await drawPlaque(plaque, new Map(), 'svg')).toString()
    expect(svg).toMatch(/<svg[^>]* width="50cm" height="70cm"/)
    expect(svg).not.toMatch(/<text|font-family|<script/)
  })

  it('takes the size asked for where the document gives none, and refuses one that nobody makes', async () => {
    const chengguan = await at('620102', '620102003')
    const [width, height] = mediaBox(
      await drawPlaque(await toDraw(chengguan, 'plaque.station', { widthCm: 60, heightCm: 40 }), new Map(), 'pdf'),
    )
    expect([width, height].map((cm) => Math.round(cm * 10) / 10)).toEqual([60, 40])
    await expect(toDraw(chengguan, 'plaque.station', { widthCm: 5 })).rejects.toMatchObject({ code: 'invalid' })
  })

  it.each([
    ['昆明市官渡区{township}社会工作服务站', '太和街道'],
    ['昆明市{county}{township}社会工作服务站', '乌东德彝族傣族苗族乡示范镇'],
    ['{city}{county}{township}未成年人保护工作站', '白银路街道'],
    ['{township}社会工作服务站', '大'.repeat(24)],
  ])('no line of a long name runs over the edge: %s with %s', (pattern, township) => {
    const { lines } = nameFrom(pattern, { city: '兰州市', county: '禄劝彝族苗族自治县', township })
    for (const size of [
      { widthCm: 50, heightCm: 70, marks: 2 },
      { widthCm: 240, heightCm: 60, marks: 1 },
      { widthCm: 40, heightCm: 30, marks: 0 },
    ]) {
      const fitted = layOut(lines, size)
      const besides = fitted.beside ? size.marks * fitted.mark * 1.2 : 0
      for (const line of fitted.lines) expect(emsOf(line) * fitted.letter + besides).toBeLessThan(size.widthCm * 0.98)
      expect(fitted.lines.length * fitted.letter * 1.6).toBeLessThan(size.heightCm)
    }
  })
})

describe('the marks an office uploads', () => {
  const drawing = Buffer.from(
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><script>alert(1)</script><circle cx="20" cy="20" r="18" fill="red"/></svg>',
  )

  it('a drawing becomes pixels, so that nothing in it can run; what only calls itself a picture is refused', async () => {
    const { type, content } = await checkFile('标志.svg', drawing)
    expect(type).toBe('image/webp')
    expect(content.toString('latin1')).not.toContain('script')
    await expect(checkFile('标志.svg', Buffer.from('<html><svg></svg></html>'))).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(
      checkFile('标志.svg', Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>')),
    ).rejects.toMatchObject({ code: 'invalid' })
  })

  it('stand on every plaque of the area in the place of the placeholder', async () => {
    const binhai = await at('120116', '120116008')
    const id = newId('120116')
    await world.owner.query(
      `insert into file (county, id, station, version, created_at, name, type, size, sha256, read_by)
       values ('120116', $1, null, 1, now(), '标志.svg', 'image/webp', 10, $2, 'station.read')`,
      [id.slice(7), 'b'.repeat(64)],
    )
    await world.as(binhai.clerk, setMark, { place: '120116', mark: 'socialWork', file: [id] })
    expect((await world.as(binhai.clerk, stationPlaques, { station: binhai.station })).placeholders).toEqual([
      'civilAffairs',
    ])
    const plaque = await toDraw(binhai, 'plaque.station')
    expect(plaque.marks).toEqual([
      { mark: 'socialWork', sha256: 'b'.repeat(64) },
      { mark: 'civilAffairs', sha256: null },
    ])
    const { content } = await checkFile('标志.svg', drawing)
    const svg = await drawPlaque(plaque, new Map([['socialWork', content]]), 'svg')
    expect(svg.toString()).toContain('data:image/png;base64')
    expect((await world.as(binhai.clerk, listMarks, { place: '120116' })).map(({ uploaded }) => uploaded)).toEqual([
      true,
      false,
    ])
    const stranger = await world.actor(await world.account({ role: 'county', place: '530111' }))
    await expect(
      world.as(stranger, setMark, { place: '120116', mark: 'civilAffairs', file: [] }),
    ).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('badges', () => {
  async function badged(place = '530102007') {
    const one = await at('530102', place)
    const person = await aPerson(world, one.clerk, one.station, { name: '示例小满' })
    const { members } = await world.as(one.clerk, stationBadges, { station: one.station })
    await world.as(one.clerk, issueBadges, {
      station: one.station,
      appointments: members.map(({ appointment }) => appointment),
    })
    const sheet = await world.door.read(one.clerk, 'badge.issue', (tx) =>
      badgesToDraw(tx, reachOf(one.clerk, 'badge.issue'), { station: one.station, badges: [] }, 'https://example.test'),
    )
    const code = sheet.badges[0]!.address.split('/').at(-1)!
    return { ...one, person, sheet, code }
  }
  const verify = (code: string) => world.as(null, verifyBadge, { code })

  it('[KM-4.6] cards of 85.6 × 54 mm stand on sheets of A4, ten on each', async () => {
    const { sheet } = await badged()
    const eleven = Array.from({ length: 11 }, () => sheet.badges[0]!)
    const pdf = await drawBadges(sheet.title, eleven)
    const [width, height] = mediaBox(pdf)
    expect([width, height]).toEqual([expect.closeTo(21, 2), expect.closeTo(29.7, 2)])
    expect(insides(pdf).match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2)
    // on a screen the code can be pressed as well
    expect(insides(pdf)).toContain(`(${sheet.badges[0]!.address})`)
  })

  it('[KM-4.6] [GD-4.6] uniform, mark and badge are counted by person, and a voided badge no longer', async () => {
    const { clerk, station } = await badged('530102008')
    const share = (item: string) =>
      transact(world.db, { whole: ['530102'], stations: [], own: [] }, 'read', async (connection) =>
        readingOf(
          total(
            await figures(connection, attireShare, {
              subject: { stations: [station] },
              period: periodOf('2026-11-24')!,
              with: { item },
            }),
          ),
        ),
      )
    expect([await share('badge'), await share('uniform')]).toEqual([100, 0])
    const { members } = await world.as(clerk, stationBadges, { station })
    const handed = { station, appointments: [members[0]!.appointment], items: ['uniform' as const], on: '2026-11-01' }
    expect(await world.as(clerk, issueAttire, handed)).toEqual({ issued: 1 })
    expect(await world.as(clerk, issueAttire, handed)).toEqual({ issued: 0 })
    expect([await share('uniform'), await share('mark')]).toEqual([100, 0])
    const { badge } = members[0]!
    await world.as(clerk, voidBadge, { id: badge!.id, version: badge!.version, voidReason: '损坏' })
    expect(await share('badge')).toBe(0)
  })

  it('the public page says station, name, post and whether in office, without a login, and nothing else', async () => {
    const { code } = await badged('530102010')
    expect(await verify(code)).toEqual({
      verdict: 'inOffice',
      on: '2026-11-24',
      stationName: expect.stringContaining('示例社工站'),
      name: '示例小满',
      post: expect.any(String),
    })
  })

  it('an ended appointment is said to have ended, a lost badge to be void', async () => {
    const { clerk, station, person, code } = await badged('530102002')
    const { appointments } = await world.as(clerk, getPerson, { id: person.id })
    const { appointment } = appointments[0]!
    await world.as(clerk, endAppointment, { id: appointment.id, version: appointment.version, toOn: '2026-11-24' })
    expect((await verify(code)).verdict).toBe('inOffice')
    world.setDay('2026-11-25')
    expect((await verify(code)).verdict).toBe('left')
    world.setDay('2026-11-24')
    const [member] = (await world.as(clerk, stationBadges, { station })).members
    await world.as(clerk, voidBadge, { id: member!.badge!.id, version: member!.badge!.version, voidReason: '遗失' })
    expect(await verify(code)).toEqual({
      verdict: 'voided',
      on: '2026-11-24',
      stationName: null,
      name: null,
      post: null,
    })
  })

  it('codes are not guessed, not kept in the clear, and issuing again makes no second badge', async () => {
    const { clerk, station, code } = await badged('530102003')
    expect(code).toMatch(/^530102-[\w-]{22}$/)
    for (const other of [`530111-${code.slice(7)}`, `530102-${'a'.repeat(22)}`, 'x', "530102-' or 1=1 --aaaaaaaa"])
      await expect(verify(other)).rejects.toMatchObject({ code: 'notFound' })
    const { members } = await world.as(clerk, stationBadges, { station })
    expect(JSON.stringify(members)).not.toContain(code.slice(7))
    const again = await world.as(clerk, issueBadges, {
      station,
      appointments: members.map(({ appointment }) => appointment),
    })
    expect(again).toEqual({ issued: 0 })
    const { rows } = await world.owner.query<{ n: number }>(
      `select count(*)::int as n from badge where encode(code, 'escape') like '%' || $1 || '%'`,
      [code.slice(7)],
    )
    expect(rows).toEqual([{ n: 0 }])
    const { rows: audited } = await world.owner.query(`select 1 from audit where changes::text like '%' || $1 || '%'`, [
      code.slice(7),
    ])
    expect(audited).toEqual([])
  })
})
