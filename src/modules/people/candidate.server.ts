import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf, ValuesOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { flag, id, integer, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insert, select, update } from '../../core/records.ts'
import { policyAt } from '../policy/index.server.ts'
import { Station } from '../stations/index.ts'
import { namePost } from './appointment.server.ts'
import { eligibilityOf } from './eligibility.ts'
import { Candidate } from './personFile.ts'
import { certificateMessages, refuseMessages } from './personWriting.server.ts'
import { compareStanding, preferencesOf, standingOf } from './preference.ts'
import { checkShape } from './staff.server.ts'

const { state: _state, reason: _reason, ...entered } = Candidate.fields

function refuseWrongCertificate({ certificate, issuedOn, ...rest }: Partial<ValuesOf<typeof Candidate>>): void {
  if (!certificate) return
  if (!issuedOn) throw refuseField('issuedOn', '填写了证书，请同时填写取得日期')
  refuseMessages(certificateMessages({ certificate, number: '', issuedOn, ...rest }))
}

export const addCandidate = action({
  label: '登记应聘人员',
  grant: 'person.manage',
  input: { station: ref('社工站', 'station'), ...entered },
  output: Candidate,
  clause: '昆民通〔2021〕8号 四（四）',
  async run({ tx, input: { station, ...values } }) {
    refuseWrongCertificate(values)
    await namePost(tx, station, values.post)
    return insert(tx, Candidate, { id: newId(splitId(station).county), station }, { ...values, state: 'waiting' })
  },
})

/** Corrects what was entered, or writes down how it was decided. Someone preferred less may be taken, with the reason. */
export const decideCandidate = action({
  label: '登记比选结果',
  grant: 'person.manage',
  on: Candidate,
  input: { id: id(), version: version(), ...Candidate.fields },
  output: Candidate,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    refuseWrongCertificate(values)
    await namePost(tx, found.station!, values.post)
    if (values.state === 'declined' && !values.reason) throw refuseField('reason', '不录用的，请写明原因')
    return update(tx, Candidate, found, values)
  },
})

const preferred = shape('优先条件', {
  key: text('键'),
  order: integer('次序'),
  label: text('条件'),
  held: optional(flag('具备')),
  clause: text('条款'),
})
const compared = shape('应聘人员', {
  candidate: Candidate.row,
  postName: text('岗位'),
  eligible: flag('符合任职条件'),
  eligibility: list('任职条件', checkShape),
  preferences: list('优先条件', preferred),
  rank: integer('优先次序'),
  tied: flag('并列'),
})

/**
 * KM-4.4b, GD-4.4b: those who apply for a station's posts, each judged for the day they would begin, in the order the
 * document prefers: who meets the conditions, then step by step. Equals share a place; the document decides no further.
 */
export const compareCandidates = query({
  label: '人员比选',
  grant: 'person.manage',
  input: { station: ref('社工站', 'station') },
  output: list('应聘人员', compared),
  async run({ tx, actor, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const { county, uuid } = splitId(station.id)
    const candidates = await select(
      tx,
      Candidate,
      sql`where county = ${county} and station = ${uuid}::uuid and ${reachSql(reach, actor, Candidate)} order by name limit 200`,
    )
    const judged = await Promise.all(
      candidates.map(async (candidate) => ({ candidate, ...(await judgeOne(candidate)) })),
    )
    const posts = [...new Set(judged.map(({ candidate }) => candidate.post))]
    const groups = posts.map((post) => judged.filter(({ candidate }) => candidate.post === post))
    return groups.flatMap((group) => {
      const sorted = [...group].sort(compareStanding)
      return sorted.map(({ standing: _standing, ...one }, i) => {
        const first = sorted.findIndex((other) => compareStanding(other, sorted[i]!) === 0)
        const tied = sorted.filter((other) => compareStanding(other, sorted[i]!) === 0).length > 1
        return { ...one, rank: first + 1, tied }
      })
    })

    async function judgeOne(candidate: RowOf<typeof Candidate>) {
      const policy = await policyAt(tx, station.place, candidate.fromOn)
      const { certificate, issuedOn, registeredOn, registeredUntil } = candidate
      const certificates = certificate && issuedOn ? [{ certificate, issuedOn, registeredOn, registeredUntil }] : []
      const eligibility = eligibilityOf(policy, station.level, candidate, { ...candidate, certificates })
      const preferences = preferencesOf(policy, candidate)
      return {
        postName: await namePost(tx, station.id, candidate.post),
        eligibility,
        eligible: eligibility.every(({ met }) => met),
        preferences,
        standing: standingOf(preferences),
      }
    }
  },
})
