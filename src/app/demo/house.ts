import { type Dice, openDice } from '../../../demo/dice.ts'
import { corners, covers, furnishingOf, planTasks, shares, template } from '../../../demo/house.ts'
import { counties } from '../../../demo/network.ts'
import { addDays, businessDay } from '../../core/time.ts'
import {
  addDocument,
  addPlan,
  addTask,
  addTemplate,
  adoptDocument,
  documentsOfStation,
  offerTemplate,
  reportTask,
  templateLines,
} from '../../modules/documents/index.server.ts'
import { planTitle } from '../../modules/documents/index.ts'
import { issueAttire, issueBadges, stationBadges } from '../../modules/plaques/index.server.ts'
import { addEquipment, addSpace, premisesOf } from '../../modules/premises/index.server.ts'
import type { BuiltStation } from './network.ts'
import type { Lane, Stage } from './stage.ts'

interface Furnishing {
  stage: Stage
  built: readonly BuiltStation[]
  /** Milliseconds since 1970. */
  now: number
  today: string
  /** Account of a county's office. */
  office: (county: string) => string
}

interface Entering {
  lane: Lane
  at: number
  clerk: string
  station: BuiltStation
  today: string
  dice: Dice
}

const minute = 60_000

/** Enters each station's rooms, things, documents and plans as its county's office would have, with gaps here and there. */
export async function furnish({ stage, built, now, today, office }: Furnishing): Promise<void> {
  const homeOf = new Map(counties.flatMap(({ county, stations }) => stations.map((plan) => [plan, county] as const)))
  await stage.each(built, async (station, lane) => {
    const entering = {
      lane,
      at: now - 40 * minute,
      clerk: office(homeOf.get(station.plan)!),
      station,
      today,
      dice: openDice(`house ${station.plan.place}`),
    }
    await enterPremises(entering)
    await enterDocuments(entering)
    if (station.plan.level === 'station') await enterBadges(entering)
  })
  await stage.each(counties, ({ county }, lane) => offer(lane, now - 20 * minute, county, office(county), built))
}

const opened = ({ station }: Entering) => station.plan.opened

async function enterPremises(entering: Entering): Promise<void> {
  const { lane, at, clerk, station, dice, today } = entering
  const furnishing = furnishingOf(station.plan.place)
  const share = shares[furnishing]
  const house = await lane.as(at, clerk, premisesOf, { station: station.id })
  const there = house.lines.filter(({ required }) => dice.chance(required ? share.required : share.optional))
  const rooms = there.filter(({ asksForSpace }) => asksForSpace)
  for (const [i, line] of rooms.entries()) {
    const shared = house.hosts.length > 0 && dice.chance(0.5)
    // a hall that falls short of its metres is a finding to look at
    const metres = line.unit === 'm²' ? Math.round(line.value * (dice.chance(0.7) ? 1.1 : 0.8)) : dice.between(12, 48)
    await lane.as(at, clerk, addSpace, {
      station: station.id,
      name: `${corners[i % corners.length]}${line.item.slice(0, 20)}`,
      purpose: line.key,
      alsoFor: [],
      areaM2: metres,
      ...(shared && { host: dice.pick(house.hosts).key, sharedWith: '社区居民委员会' }),
      files: [],
      fromOn: opened(entering),
    })
  }
  if (house.lines.length === 0)
    await lane.as(at, clerk, addSpace, {
      station: station.id,
      name: `${dice.pick(corners)}社工室`,
      purpose: '办公和接待',
      alsoFor: [],
      areaM2: dice.between(14, 30),
      files: [],
      fromOn: opened(entering),
    })
  for (const line of there.filter(({ asksForSpace }) => !asksForSpace)) {
    const several = line.kind === 'furniture' || line.kind === 'device'
    const state = several && furnishing !== 'model' && dice.chance(0.06) ? 'repair' : 'good'
    await lane.as(at, clerk, addEquipment, {
      station: station.id,
      line: line.key,
      quantity: several ? dice.between(1, 4) : 1,
      state,
      ...(line.toBeChecked && dice.chance(0.7) && { checkedOn: addDays(today, -dice.between(10, 200)) }),
      ...(state === 'repair' && { note: '已报修' }),
      files: [],
      fromOn: opened(entering),
    })
  }
}

async function enterDocuments(entering: Entering): Promise<void> {
  const { lane, at, clerk, station, dice, today } = entering
  const furnishing = furnishingOf(station.plan.place)
  const share = shares[furnishing]
  const held = await lane.as(at, clerk, documentsOfStation, { station: station.id })
  for (const { title, groups } of covers) {
    const served = held.lines.filter(
      ({ group, value }) => (groups as readonly string[]).includes(group) && !template.finance.test(value),
    )
    const lines = served.filter(() => dice.chance(share.documents)).map(({ key }) => key)
    if (lines.length === 0) continue
    const ending = furnishing !== 'model' && dice.chance(0.2)
    await lane.as(at, clerk, addDocument, {
      station: station.id,
      title,
      lines,
      inForceFrom: addDays(opened(entering), dice.between(0, 60)),
      ...(ending && { inForceUntil: addDays(today, dice.between(-40, 50)) }),
      adoptedBy: dice.pick(['站务会', '街道办公会', '机构理事会']),
      onWall: dice.chance(0.3),
      files: [],
    })
  }
  const year = today.slice(0, 4)
  for (const line of held.planLines.filter(() => dice.chance(share.documents))) {
    const plan = await lane.as(at, clerk, addPlan, {
      station: station.id,
      line: line.key,
      title: planTitle(year, line.value),
      fromOn: `${year}-01-01`,
      toOn: `${year}-12-31`,
      files: [],
    })
    for (const [title, owner, month] of planTasks.filter(() => dice.chance(0.5))) {
      const dueOn = `${year}-${String(month).padStart(2, '0')}-25`
      // of a model's plan nothing is still open
      if (furnishing === 'model' && dueOn >= today) continue
      const task = await lane.as(at, clerk, addTask, { id: plan.id, title, owner, dueOn })
      const done = dueOn < today && (furnishing === 'model' || dice.chance(0.85))
      const progress = done ? 100 : dice.pick([0, 20, 50, 80])
      if (progress > 0)
        await lane.as(at, clerk, reportTask, {
          id: task.id,
          version: task.version,
          progress,
          ...(done && { doneOn: dueOn }),
        })
    }
  }
}

async function enterBadges({ lane, at, clerk, station, dice }: Entering): Promise<void> {
  const model = furnishingOf(station.plan.place) === 'model'
  if (!model && !dice.chance(0.6)) return
  const { members } = await lane.as(at, clerk, stationBadges, { station: station.id })
  const appointments = members.map(({ appointment }) => appointment)
  if (appointments.length === 0) return
  await lane.as(at, clerk, issueBadges, { station: station.id, appointments })
  const items = model || dice.chance(0.7) ? (['uniform', 'mark'] as const) : (['uniform'] as const)
  await lane.as(at, clerk, issueAttire, {
    station: station.id,
    appointments,
    items: [...items],
    on: businessDay(new Date(at)),
  })
}

/** The office's own rule on money goes out as a template; some stations have taken it over. */
async function offer(
  lane: Lane,
  at: number,
  county: string,
  clerk: string,
  built: readonly BuiltStation[],
): Promise<void> {
  const lines = (await lane.as(at, clerk, templateLines, { place: county })).filter(({ value }) =>
    template.finance.test(value),
  )
  if (lines.length === 0) return
  const { id, version } = await lane.as(at, clerk, addTemplate, {
    place: county,
    title: template.title,
    lines: lines.map(({ key }) => key),
    files: [],
    note: template.note,
  })
  await lane.as(at, clerk, offerTemplate, { id, version, levels: ['station'] })
  for (const station of built.filter(({ id: one, plan }) => one.startsWith(`${county}-`) && plan.level === 'station')) {
    if (furnishingOf(station.plan.place) === 'begun') continue
    const { documents } = await lane.as(at, clerk, documentsOfStation, { station: station.id })
    const offered = documents.find(({ document }) => document.state === 'offered')?.document
    if (offered)
      await lane.as(at, clerk, adoptDocument, {
        id: offered.id,
        version: offered.version,
        adoptedBy: '站务会',
        inForceFrom: businessDay(new Date(at)),
        onWall: false,
      })
  }
}
