import type { levels } from '../src/modules/policy/index.ts'
import type { OperatorKey } from './operators.ts'
import type { TeamKey } from './teams.ts'

/** How a station is run from a day on: by the government itself, or by an organisation. */
export type Run = readonly [from: string, by: 'selfRun' | OperatorKey]

export interface StationPlan {
  /** Division code of where it is: township or zone, village of a room, county of a hub. */
  place: string
  level: keyof typeof levels
  opened: string
  run: readonly Run[]
  team: TeamKey
  /** Service records in the hundred days shown. */
  pace: number
  /** 建站来源, a line of 攀枝花's document (PZ-1.3). */
  origin?: string
  /** Recorded nothing in the last so many days. */
  silentDays?: number
}

/** How a station's report of a finished month stands; what is left out was accepted in time. */
export type Standing = 'accepted' | 'acceptedLate' | 'submitted' | 'returned' | 'draft' | 'none' | 'corrected'

export interface CountyPlan {
  county: string
  stations: readonly StationPlan[]
  /** By place: the last finished month, where it is not simply accepted. */
  lastMonth: Readonly<Record<string, Standing>>
  /** The month before, likewise. */
  monthBefore: Readonly<Record<string, Standing>>
  /** The county's own reports: of the month before the last, and of the last if it was made already. */
  countyReport: Standing
  countyLastMonth?: Standing
}

const hub = (place: string, opened: string, run: readonly Run[], pace: number): StationPlan => ({
  place,
  level: 'hub',
  opened,
  run,
  team: 'hubTeam',
  pace,
})
const station = (
  place: string,
  opened: string,
  run: readonly Run[],
  team: TeamKey,
  pace: number,
  more: Partial<StationPlan> = {},
): StationPlan => ({ place, level: 'station', opened, run, team, pace, ...more })
const room = (
  place: string,
  opened: string,
  by: 'selfRun' | OperatorKey,
  pace: number,
  more: Partial<StationPlan> = {},
): StationPlan => ({ place, level: 'room', opened, run: [[opened, by]], team: 'room', pace, ...more })

const guandu: CountyPlan = {
  county: '530111',
  stations: [
    hub('530111', '2021-05-10', [['2021-05-10', 'hefeng']], 42),
    station(
      '530111002',
      '2021-05-26',
      [
        ['2021-05-26', 'selfRun'],
        ['2023-01-01', 'hefeng'],
      ],
      'guanduGrowing',
      165,
    ),
    station('530111004', '2021-05-28', [['2021-05-28', 'hefeng']], 'guanduPurchased', 120),
    station('530111001', '2021-05-31', [['2021-05-31', 'tongxing']], 'guanduExpired', 118),
    station('530111003', '2021-05-31', [['2021-05-31', 'selfRun']], 'guanduSelfRun', 96),
    station(
      '530111006',
      '2021-06-01',
      [
        ['2021-06-01', 'selfRun'],
        ['2022-03-01', 'tongxing'],
      ],
      'guanduClerkTooOld',
      108,
    ),
    station('530111008', '2021-06-01', [['2021-06-01', 'selfRun']], 'guanduNoSecondDeputy', 74),
    station('530111007', '2021-06-01', [['2021-06-01', 'xiangyang']], 'guanduNobodyLicensed', 58, { silentDays: 24 }),
    station('530111005', '2021-06-01', [['2021-06-01', 'hefeng']], 'guanduTooOld', 104),
    room('530111002001', '2021-09-01', 'hefeng', 48, { team: 'guanduRoom' }),
    room('530111004004', '2021-10-15', 'hefeng', 38, { team: 'guanduRoom' }),
    room('530111001003', '2022-03-01', 'tongxing', 36, { team: 'guanduRoom' }),
  ],
  lastMonth: {
    '530111002': 'returned',
    '530111004': 'submitted',
    '530111006': 'submitted',
    '530111005': 'corrected',
    '530111008': 'draft',
    '530111007': 'none',
    '530111001003': 'submitted',
  },
  monthBefore: { '530111007': 'acceptedLate' },
  countyReport: 'accepted',
}

const wuhua: CountyPlan = {
  county: '530102',
  stations: [
    station('530102001', '2021-05-28', [['2021-05-28', 'yunling']], 'kunmingPurchased', 92),
    station('530102006', '2021-05-31', [['2021-05-31', 'yilin']], 'kunmingTwoDeputies', 84),
    station('530102007', '2021-06-01', [['2021-06-01', 'selfRun']], 'kunmingSelfRun', 78),
    station('530102010', '2021-06-15', [['2021-06-15', 'selfRun']], 'kunmingSmallTeam', 52),
  ],
  lastMonth: {},
  monthBefore: { '530102010': 'acceptedLate' },
  countyReport: 'accepted',
  countyLastMonth: 'submitted',
}

// 攀枝花市: the 48 of the 2021 task table (5 hubs, 12 stations, 31 rooms), by county
const granted = { origin: 'origin.provincialAward' }
const pilot = { origin: 'origin.governancePilot' }
const hosted = { origin: 'origin.civilAffairsBody' }
const merged = { origin: 'origin.departments' }
const enabled = { origin: 'origin.existingVenue' }

const dongqu: CountyPlan = {
  county: '510402',
  stations: [
    hub('510402', '2021-06-10', [['2021-06-10', 'yangguang']], 24),
    station('510402002', '2021-06-20', [['2021-06-20', 'yangguang']], 'panzhihuaGrowing', 96, granted),
    station('510402005', '2021-07-01', [['2021-07-01', 'yangguang']], 'panzhihua', 82, granted),
    station(
      '510402001',
      '2021-07-01',
      [
        ['2021-07-01', 'selfRun'],
        ['2022-07-01', 'yangguang'],
      ],
      'panzhihua',
      76,
      granted,
    ),
    station('510402100', '2021-08-15', [['2021-08-15', 'selfRun']], 'panzhihuaOneLicensed', 54, merged),
    room('510402002001', '2021-07-10', 'yangguang', 24, { ...granted, team: 'roomOfTwo' }),
    room('510402002003', '2021-07-10', 'yangguang', 20, granted),
    room('510402002009', '2021-07-12', 'yangguang', 19, granted),
    room('510402005001', '2021-08-01', 'yangguang', 18, granted),
    room('510402005011', '2021-08-01', 'yangguang', 17, enabled),
    room('510402001002', '2021-08-20', 'yangguang', 19, enabled),
    room('510402100207', '2021-09-10', 'selfRun', 14, merged),
  ],
  lastMonth: { '510402005': 'submitted', '510402100': 'returned', '510402005011': 'submitted' },
  monthBefore: {},
  countyReport: 'accepted',
}

const xiqu: CountyPlan = {
  county: '510403',
  stations: [
    hub('510403', '2021-06-18', [['2021-06-18', 'selfRun']], 18),
    station('510403100', '2021-07-05', [['2021-07-05', 'yangguang']], 'panzhihuaPartTimeHead', 72, pilot),
    room('510403001003', '2021-07-20', 'yangguang', 18, pilot),
    room('510403001006', '2021-07-20', 'yangguang', 17, pilot),
    room('510403100006', '2021-08-05', 'yangguang', 16, pilot),
    room('510403100206', '2021-08-05', 'selfRun', 12, hosted),
  ],
  lastMonth: { '510403100': 'submitted' },
  monthBefore: { '510403100206': 'acceptedLate' },
  countyReport: 'returned',
}

const renhe: CountyPlan = {
  county: '510411',
  stations: [
    hub('510411', '2021-06-25', [['2021-06-25', 'selfRun']], 20),
    station('510411100', '2021-07-08', [['2021-07-08', 'yangguang']], 'panzhihua', 78, hosted),
    station('510411001', '2021-07-08', [['2021-07-08', 'selfRun']], 'panzhihuaSelfRun', 66, enabled),
    station('510411105', '2021-08-12', [['2021-08-12', 'selfRun']], 'panzhihuaOneLicensed', 52, merged),
    room('510411100001', '2021-08-01', 'yangguang', 17, hosted),
    room('510411100006', '2021-08-01', 'yangguang', 16, hosted),
    room('510411100201', '2021-08-16', 'yangguang', 14, merged),
    room('510411001001', '2021-08-16', 'selfRun', 16, enabled),
    room('510411001005', '2021-09-01', 'selfRun', 14, enabled),
    room('510411105003', '2021-09-06', 'selfRun', 14, merged),
    room('510411105201', '2021-09-06', 'selfRun', 12, merged),
    room('510411101200', '2021-10-20', 'selfRun', 11, merged),
  ],
  lastMonth: { '510411001': 'submitted', '510411101200': 'none' },
  monthBefore: {},
  countyReport: 'submitted',
}

const miyi: CountyPlan = {
  county: '510421',
  stations: [
    hub('510421', '2021-06-12', [['2021-06-12', 'panxi']], 22),
    station('510421100', '2021-06-28', [['2021-06-28', 'panxi']], 'panzhihuaGrowing', 90, granted),
    station('510421101', '2021-07-15', [['2021-07-15', 'panxi']], 'panzhihua', 70, granted),
    station(
      '510421105',
      '2021-07-22',
      [
        ['2021-07-22', 'selfRun'],
        ['2023-04-01', 'panxi'],
      ],
      'panzhihua',
      64,
      granted,
    ),
    room('510421100001', '2021-07-30', 'panxi', 18, { ...granted, team: 'roomOfTwo' }),
    room('510421100002', '2021-07-30', 'panxi', 17, granted),
    room('510421100200', '2021-08-10', 'panxi', 14, granted),
    room('510421100202', '2021-08-10', 'panxi', 13, enabled),
    room('510421101001', '2021-08-25', 'panxi', 15, granted),
    room('510421101202', '2021-08-25', 'panxi', 13, enabled),
    room('510421105001', '2021-09-12', 'panxi', 14, granted),
    room('510421105206', '2021-09-12', 'panxi', 12, merged),
    room('510421204001', '2021-10-28', 'selfRun', 11, merged),
  ],
  lastMonth: { '510421204001': 'none' },
  monthBefore: {},
  countyReport: 'accepted',
  countyLastMonth: 'submitted',
}

const yanbian: CountyPlan = {
  county: '510422',
  stations: [
    hub('510422', '2021-07-01', [['2021-07-01', 'selfRun']], 16),
    station('510422100', '2021-07-18', [['2021-07-18', 'selfRun']], 'panzhihuaSelfRun', 62, merged),
    room('510422100003', '2021-08-08', 'selfRun', 15, merged),
    room('510422100001', '2021-08-08', 'selfRun', 14, enabled),
    room('510422101001', '2021-09-18', 'selfRun', 12, hosted),
  ],
  lastMonth: { '510422100': 'submitted', '510422101001': 'draft' },
  monthBefore: {},
  countyReport: 'none',
}

// 兰州市城关区: the three lots, each a street's station (CG-1)
const chengguan: CountyPlan = {
  county: '620102',
  stations: [
    station('620102007', '2022-04-18', [['2022-04-18', 'jincheng']], 'chengguan', 98),
    station('620102025', '2022-04-20', [['2022-04-20', 'hepan']], 'chengguanThree', 104),
    station('620102008', '2022-04-25', [['2022-04-25', 'jincheng']], 'chengguanOutsider', 86),
  ],
  lastMonth: { '620102025': 'submitted', '620102008': 'returned' },
  monthBefore: {},
  countyReport: 'submitted',
}

// 天津市滨海新区: two streets, a town and a development zone (BH-2.3)
const binhai: CountyPlan = {
  county: '120116',
  stations: [
    station('120116006', '2022-07-11', [['2022-07-11', 'haihe']], 'binhaiExpired', 88),
    station('120116005', '2022-07-15', [['2022-07-15', 'tongxin']], 'binhaiThree', 94),
    station('120116100', '2022-07-28', [['2022-07-28', 'selfRun']], 'binhaiAlone', 56),
    station('120116406', '2022-07-20', [['2022-07-20', 'haihe']], 'binhai', 90),
  ],
  lastMonth: { '120116005': 'submitted', '120116100': 'none' },
  monthBefore: {},
  countyReport: 'submitted',
}

/** The five jurisdictions: 昆明市 with 官渡区 and 五华区, 攀枝花市, 城关区, 滨海新区. */
export const counties: readonly CountyPlan[] = [guandu, wuhua, dongqu, xiqu, renhe, miyi, yanbian, chengguan, binhai]

/** Townships that the demo marks as touched by the reform (涉改), so that half of the stations stand in one; not the official list. */
export const mergedPlaces: readonly string[] = [
  '510402100',
  '510403100',
  '510411100',
  '510411105',
  '510421100',
  '510421101',
  '510422100',
]
export const mergerNote = '演示用标记，非官方名单'
