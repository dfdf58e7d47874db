import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { jobKinds } from '../../core/jobs.ts'
import { findingMatrix, findingsOfPlace, findingsOfStation, stationFindings } from './index.server.ts'

let world: World
let clerk: Actor
let worse: string
let better: string

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  better = (await aStation(world, clerk, { place: '530111001', name: '示例较好站' })).id
  worse = (await aStation(world, clerk, { place: '530111002', name: '=示例较差站' })).id
  await aPerson(world, clerk, better, { post: 'head', origin: 'government', fromOn: '2026-03-01' })
})
afterAll(() => world.close())

const matrix = (actor = clerk, on?: string) => world.as(actor, findingMatrix, { place: '530111', ...(on && { on }) })

describe('a jurisdiction at a glance', () => {
  it('every station against every subject in counts, the worst first, which are those of the stations themselves', async () => {
    const { stations, groups } = await matrix()
    expect(stations.map(({ station }) => station)).toEqual([worse, better])
    expect(groups).toContain('people')
    for (const row of stations) {
      const { findings } = await world.as(clerk, findingsOfStation, { station: row.station })
      const faults = findings.filter(({ result, pending, advisory }) => result === 'notMet' && !pending && !advisory)
      expect(row.unmet).toBe(faults.length)
      expect(row.met).toBe(findings.filter(({ result }) => result === 'met').length)
      const people = row.cells.find(({ group }) => group === 'people')!
      expect(people.unmet).toBe(faults.filter(({ group }) => group === 'people').length)
      const { unmet, soon, hints, met, open } = row
      expect(unmet + soon + hints + met + open).toBe(findings.length)
    }
  })

  it('as of a day: who was not in post yet does not count', async () => {
    const metOn = async (day: string) =>
      (await matrix(clerk, day)).stations.find(({ station }) => station === better)!.met
    expect(await metOn('2026-03-01')).toBe((await metOn('2026-02-28')) + 1)
  })

  it('shows a station head their own station only, and nothing of the district', async () => {
    const head = await world.actor(await world.account({ role: 'stationHead', station: better }))
    const { stations, network } = await matrix(head)
    expect(stations.map(({ station }) => station)).toEqual([better])
    expect(network).toEqual([])
  })

  it('asks the database as often for twelve stations as for two', async () => {
    const asked = () =>
      world.door.read(clerk, 'finding.read', async (tx, reach) => {
        let statements = 0
        const counting: typeof tx = {
          ...tx,
          rows: (query) => {
            statements += 1
            return tx.rows(query)
          },
        }
        await stationFindings(counting, { actor: clerk, reach, place: '530111' }, today)
        return statements
      })
    await asked()
    const few = await asked()
    for (let i = 3; i <= 12; i++)
      await aStation(world, clerk, { place: `5301110${String(i).padStart(2, '0')}`, name: `示例站${i}` })
    expect(few).toBeGreaterThan(10)
    // the first look at new places asks once which document governs them
    await asked()
    expect(await asked()).toBe(few)
  })
})

it('the workbook holds the matrix, the network and every finding, and no text in it is a formula', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yizhan-findings-'))
  const path = join(folder, 'out.xlsx')
  try {
    const { stations } = await world.as(clerk, findingsOfPlace, { place: '530111' })
    await jobKinds()
      .get('findings.export')!
      .run({
        surroundings: world.surroundings,
        actor: clerk,
        parameters: { place: '530111', on: today },
        progress: async () => {},
        path,
      })
    const workbook = new exceljs.Workbook()
    await workbook.xlsx.load((await readFile(path)) as never)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['汇总', '建设情况', '各站明细'])
    expect(workbook.getWorksheet('各站明细')!.rowCount).toBe(stations.length + 1)
    const names = workbook.getWorksheet('各站明细')!.getColumn(1).values as unknown[]
    expect(names).toContain("'=示例较差站")
    expect(names).not.toContain('=示例较差站')
    const rows = workbook.getWorksheet('汇总')!.getSheetValues() as unknown[][]
    const { stations: counted } = await matrix()
    const counts = counted.find(({ station }) => station === better)!
    expect(rows.find((row) => row?.[1] === '示例较好站')!.slice(2, 7)).toEqual([
      counts.unmet,
      counts.soon,
      counts.hints,
      counts.met,
      counts.open,
    ])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
