import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCase, anItem } from '../../../tests/casework.ts'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { type JobContext, jobKinds } from '../../core/jobs.ts'
import { papersOfClient } from '../clients/index.server.ts'
import { recordVisit } from '../visits/index.server.ts'
import { printPapers } from './batch.server.ts'
import type { Binding, PaperOf } from './batch.ts'

let world: World
let worker: Actor
let colleague: Actor
let other: Actor
let station: string
let client: string
let visits: PaperOf[]
const folder = mkdtempSync(join(tmpdir(), 'yizhan-papers-'))

beforeAll(async () => {
  world = await openWorld()
  const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  const elsewhere = (await aStation(world, clerk, { place: '530111002' })).id
  const at = async (where: string) =>
    world.actor(
      await world.account({ role: 'residentWorker', station: where }, (await aPerson(world, clerk, where)).id),
    )
  worker = await at(station)
  colleague = await at(station)
  other = await at(elsewhere)
  client = (await aClient(world, worker, station)).id
  const item = await anItem(world, worker, station)
  visits = []
  for (const minutes of [20, 30]) {
    const visit = await world.as(worker, recordVisit, {
      station,
      client,
      onDay: today,
      way: 'home',
      outcome: 'met',
      minutes,
      unchanged: false,
      items: [item],
      files: [],
      answers: [],
    })
    visits.push({ kind: 'visit', id: visit.id })
  }
  await aCase(world, worker, station, { client })
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Asks for a batch and makes it, as the queue would. */
async function printed(actor: Actor, papers: PaperOf[], as: Binding = 'pdf') {
  const { job } = await world.as(actor, printPapers, { papers, as, title: '一批' })
  const { rows } = await world.owner.query<{ parameters: Record<string, unknown> }>(
    'select parameters from job_run where id = $1',
    [job],
  )
  const path = join(folder, job)
  const steps: [number, number][] = []
  const context: JobContext = {
    surroundings: world.surroundings,
    actor,
    parameters: rows[0]!.parameters,
    path,
    progress: async (done, total) => void steps.push([done, total]),
  }
  const left = await jobKinds().get('papers.batch')!.run(context)
  return { left, steps, content: readFileSync(path) }
}

describe('papers printed together', () => {
  it.each([
    ['pdf', '%PDF-'],
    ['docx', 'PK'],
    ['zip', 'PK'],
  ] as const)('several visits come as one %s, with progress', async (as, begins) => {
    const { left, steps, content } = await printed(worker, visits, as)
    expect(left?.name).toBe(`一批.${as}`)
    expect(content.subarray(0, begins.length).toString()).toBe(begins)
    expect(steps.at(-1)).toEqual([3, 3])
    // what stands at the end of its pages is each paper's own
    if (as === 'docx') expect(content.toString('latin1')).toContain('word/footer2.xml')
    if (as === 'zip') expect(content.toString('latin1').match(/\d{3}-[^P]*\.pdf%PDF-/g)).toHaveLength(2)
  })

  it('a client’s forms are listed as far as each may be read: a colleague is not told of the case', async () => {
    const own = await world.as(worker, papersOfClient, { id: client })
    expect(own.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['clientArchive', 'visit', 'caseIntake', 'caseBundle']),
    )
    const seen = await world.as(colleague, papersOfClient, { id: client })
    expect(seen.map(({ kind }) => kind)).not.toContain('caseIntake')
    expect(seen.filter(({ kind }) => kind === 'visit')).toHaveLength(2)
    const { content } = await printed(
      worker,
      own.map(({ kind, id }) => ({ kind, id })),
    )
    expect(content.subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('what is out of reach is refused as if it were not there, when asked for and when it is made', async () => {
    const missing = { kind: 'visit', id: visits[0]!.id.replace(/.{4}$/, '0000') }
    const said = async (papers: PaperOf[]) =>
      printed(other, papers).then(
        () => 'made',
        (error: Error) => error.message,
      )
    expect(await said([visits[0]!])).toBe(await said([missing]))
    expect(await said([visits[0]!])).toContain('找不到')
    await expect(printed(worker, [{ kind: 'noSuchForm', id: client }])).rejects.toThrow('无权打印')
    const township = await world.actor(await world.account({ role: 'township', place: '530111004' }))
    await expect(printed(township, [{ kind: 'caseIntake', id: client }])).rejects.toThrow('无权打印')
  })
})
