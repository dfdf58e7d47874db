import type { certificateKinds, origins } from '../src/modules/people/index.ts'
import type { educations } from '../src/modules/policy/index.ts'

/** A place in a team, before anybody sits in it. */
export interface Seat {
  post: string
  origin: keyof typeof origins
  fullTime: boolean
  /** Whole years of age on the day the appointment begins, both ends included. */
  age: readonly [number, number]
  education: keyof typeof educations
  major?: boolean
  licence?: keyof typeof certificateKinds
  /** How the licence's registration stands today; `none` has never been registered. */
  registration?: 'valid' | 'endsSoon' | 'expired' | 'none'
  /** The licence was won in post, some weeks ago. */
  justLicensed?: boolean
  /** Writes service records. */
  records?: boolean
  /** Years in post, both ends included; a year and more unless said otherwise. */
  years?: readonly [number, number]
  /** Came so many days ago, whatever `years` says. */
  joinedDaysAgo?: number
  /** Left the post so many days ago. */
  leftDaysAgo?: number
  /** In words, for whoever reads this list: what is wrong here on purpose. */
  odd?: string
}

/** Head of a street station: the street's leader in charge (KM-4.4, GD-4.4). */
export const streetLeader: Seat = {
  post: 'head',
  origin: 'government',
  fullTime: false,
  age: [39, 51],
  education: 'bachelor',
}
/** Deputy by the street's office of social affairs (GD-4.4). */
export const officeHead: Seat = {
  post: 'deputyHead',
  origin: 'government',
  fullTime: false,
  age: [34, 49],
  education: 'bachelor',
}
/** Deputy by the operator (KM-4.4, GD-4.4). */
export const operatorHead: Seat = {
  post: 'deputyHead',
  origin: 'dispatched',
  fullTime: true,
  age: [31, 42],
  education: 'bachelor',
  major: true,
  licence: 'intermediate',
}
export const sentWorker: Seat = {
  post: 'socialWorker',
  origin: 'dispatched',
  fullTime: true,
  age: [23, 36],
  education: 'bachelor',
  major: true,
  licence: 'assistant',
  records: true,
}
export const sentUnlicensed: Seat = {
  post: 'socialWorker',
  origin: 'dispatched',
  fullTime: true,
  age: [23, 38],
  education: 'college',
  records: true,
}
/** Someone of the street's own staff who changed over (KM-4.4b: 50 or younger, junior high school or above). */
export const convertedClerk: Seat = {
  post: 'clerk',
  origin: 'converted',
  fullTime: true,
  age: [30, 46],
  education: 'college',
  records: true,
}
export const hiredWorker: Seat = { ...sentWorker, origin: 'hired' }
/** Head of a Panzhihua station: a full-time social worker (PZ-G2). */
export const workingHead: Seat = {
  post: 'head',
  origin: 'dispatched',
  fullTime: true,
  age: [29, 41],
  education: 'bachelor',
  major: true,
  licence: 'intermediate',
  records: true,
}
/** A room has one or two people. */
export const roomWorker: Seat = { ...convertedClerk, post: 'socialWorker', age: [26, 46] }

const licensedClerk: Seat = { ...convertedClerk, licence: 'assistant' }

export const teams = {
  guanduPurchased: [streetLeader, officeHead, operatorHead, sentWorker, convertedClerk],
  guanduSelfRun: [
    streetLeader,
    officeHead,
    { ...officeHead, age: [30, 40] },
    { ...hiredWorker, licence: 'intermediate' },
    licensedClerk,
  ],
  guanduNoSecondDeputy: [
    streetLeader,
    { ...officeHead, odd: '副站长只有 1 名，应为 2 名（官渡区方案 四（四））' },
    hiredWorker,
    convertedClerk,
  ],
  guanduNobodyLicensed: [
    streetLeader,
    officeHead,
    { post: 'deputyHead', origin: 'dispatched', fullTime: true, age: [33, 40], education: 'college' },
    { ...sentUnlicensed, odd: '承接运营的站没有一名驻站社工持证' },
    convertedClerk,
    { ...sentWorker, leftDaysAgo: 70, odd: '唯一的持证社工已离任' },
  ],
  guanduTooOld: [
    streetLeader,
    officeHead,
    operatorHead,
    { ...sentUnlicensed, age: [47, 47], odd: '任职时 47 周岁，超过 45 周岁' },
    sentWorker,
  ],
  guanduClerkTooOld: [
    streetLeader,
    officeHead,
    operatorHead,
    sentWorker,
    { ...convertedClerk, age: [52, 52], education: 'seniorHigh', odd: '任职时 52 周岁，超过 50 周岁' },
  ],
  guanduExpired: [
    streetLeader,
    officeHead,
    operatorHead,
    { ...sentWorker, registration: 'expired', odd: '证书登记已过期' },
    convertedClerk,
  ],
  guanduGrowing: [
    streetLeader,
    officeHead,
    operatorHead,
    { ...sentWorker, registration: 'endsSoon' },
    sentWorker,
    convertedClerk,
    {
      ...sentUnlicensed,
      records: false,
      age: [24, 29],
      education: 'seniorHigh',
      joinedDaysAgo: 16,
      odd: '新派驻的社工学历低于大专：任职条件由达到变为未达到',
    },
  ],
  hubTeam: [
    { ...workingHead, origin: 'hired' },
    { ...hiredWorker, licence: 'intermediate' },
  ],
  guanduRoom: [
    { ...roomWorker, licence: 'assistant' },
    { ...roomWorker, post: 'clerk' },
  ],

  kunmingPurchased: [streetLeader, operatorHead, sentWorker, convertedClerk],
  kunmingTwoDeputies: [
    streetLeader,
    operatorHead,
    { ...officeHead, odd: '副站长 2 名，市级文件为 1 名' },
    { ...sentUnlicensed, education: 'seniorHigh', odd: '承接主体派驻，学历低于大专' },
    sentWorker,
  ],
  kunmingSelfRun: [streetLeader, officeHead, { ...hiredWorker, licence: 'assistant' }, convertedClerk],
  kunmingSmallTeam: [streetLeader, officeHead, { ...convertedClerk, odd: '自办团队 3 人，不足 4 人' }],

  panzhihua: [workingHead, sentWorker, sentWorker],
  panzhihuaGrowing: [
    workingHead,
    { ...sentWorker, justLicensed: true },
    { ...sentWorker, justLicensed: true, odd: '任职时尚未持证，今年在岗取得证书' },
    convertedClerk,
  ],
  panzhihuaOneLicensed: [
    { ...workingHead, licence: 'assistant' },
    { ...sentUnlicensed, odd: '全站持证 1 人，不足 2 人；专业岗位未持证' },
  ],
  panzhihuaPartTimeHead: [
    { ...workingHead, fullTime: false, odd: '站长不是专职' },
    sentWorker,
    { ...sentWorker, licence: 'intermediate' },
  ],
  panzhihuaSelfRun: [{ ...workingHead, origin: 'hired' }, hiredWorker, licensedClerk],
  room: [roomWorker],
  roomOfTwo: [
    { ...roomWorker, licence: 'assistant' },
    { ...roomWorker, post: 'clerk' },
  ],

  chengguan: [
    { ...sentWorker, licence: 'intermediate' },
    { ...sentUnlicensed, major: true, education: 'bachelor' },
  ],
  chengguanThree: [sentWorker, sentWorker, { ...sentUnlicensed, major: true, education: 'bachelor' }],
  chengguanOutsider: [sentWorker, { ...sentUnlicensed, odd: '未持证，也不是社会工作专业毕业' }],

  binhai: [
    { ...sentWorker, licence: 'intermediate', years: [1, 2] },
    { ...sentWorker, licence: 'tianjinAide', major: false, education: 'college', years: [1, 2] },
  ],
  binhaiThree: [
    { ...sentWorker, licence: 'intermediate', years: [1, 2] },
    { ...sentWorker, registration: 'endsSoon', years: [1, 2] },
    { ...convertedClerk, post: 'clerk' },
  ],
  binhaiExpired: [
    { ...sentWorker, years: [1, 2] },
    { ...sentWorker, registration: 'expired', years: [2, 2], odd: '证书登记已过期' },
  ],
  binhaiAlone: [{ ...sentWorker, years: [1, 2], odd: '只有 1 名专业人员，应不少于 2 名' }],
} as const satisfies Record<string, readonly Seat[]>

export type TeamKey = keyof typeof teams
