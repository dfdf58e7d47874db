import { businessDay } from '../../core/time.ts'
import { CaseRecord } from '../../modules/casework/index.ts'
import { Client } from '../../modules/clients/index.ts'
import { GroupSession, presences } from '../../modules/groups/index.ts'
import { Incident, nationalNumbers } from '../../modules/protection/index.ts'
import { ServiceRecord } from '../../modules/services/index.ts'
import { addItem } from './engine.ts'
import { Choices, Form, type Values } from './Form.tsx'
import type { Taken } from './keeping.ts'
import { Photos, useTaken } from './Photos.tsx'
import type { Card, Pack } from './sync.ts'
import { Items } from './Visiting.tsx'

interface At {
  pack: Pack
  station: string
}

const today = () => businessDay(new Date())
const photosFor = (taken: readonly Taken[], readBy: string) =>
  taken.map(({ name, content }) => ({ field: 'files', readBy, name, content }))

const chosenOf = (values: Values) => (values.items as string[] | undefined) ?? []
const noItem = (values: Values) => (chosenOf(values).length === 0 ? '请选择至少一项服务事项' : undefined)

/** Any service in half a minute; what the month counts. */
export function RecordService({ pack, station }: At) {
  const { onDay, form, people, minutes, summary } = ServiceRecord.fields
  const draft = '服务记录|service'
  const [taken, setTaken] = useTaken(draft)
  return (
    <Form
      draft={draft}
      fields={{ onDay, form, people, minutes, summary }}
      initial={{ onDay: today(), people: 1, minutes: 30 }}
      save="保存服务记录"
      missing={noItem}
      onSave={async (sent, values) => {
        await addItem({
          call: 'services/recordService',
          station,
          label: '服务记录',
          about: String(sent.summary).slice(0, 20),
          record: crypto.randomUUID(),
          input: { station, ...sent, items: chosenOf(values), files: [] },
          photos: photosFor(taken, 'service.read'),
        })
        return '#/'
      }}
    >
      {(values, set) => (
        <>
          <Items pack={pack} chosen={chosenOf(values)} onChange={(chosen) => set('items', chosen)} />
          <Photos taken={taken} onChange={setTaken} most={8} />
        </>
      )}
    </Form>
  )
}

/** A meeting of a running case, away from the desk (C-06). */
export function RecordMeeting({ pack, station, caseFile }: At & { caseFile: Pack['cases'][number] }) {
  const { onDay, minutes, way, people, aim, spoken, handling, nextPlan } = CaseRecord.fields
  const draft = `过程记录 ${caseFile.clientName}|case/${caseFile.id}`
  const [taken, setTaken] = useTaken(draft)
  return (
    <Form
      draft={draft}
      fields={{ onDay, way, minutes, people, aim, spoken, handling, nextPlan }}
      initial={{ onDay: today(), way: 'home', minutes: 60, people: 1, ...(caseFile.aim && { aim: caseFile.aim }) }}
      save="保存过程记录"
      missing={noItem}
      onSave={async (sent, values) => {
        await addItem({
          call: 'casework/recordMeeting',
          station,
          label: '过程记录',
          about: `${caseFile.number} ${caseFile.clientName}`,
          record: caseFile.id,
          input: { id: caseFile.id, ...sent, items: chosenOf(values), files: [] },
          photos: photosFor(taken, 'case.read'),
        })
        return '#/'
      }}
    >
      {(values, set) => (
        <>
          <Items pack={pack} chosen={chosenOf(values)} onChange={(chosen) => set('items', chosen)} />
          <Photos taken={taken} onChange={setTaken} most={8} />
        </>
      )}
    </Form>
  )
}

/** A session of one's own group, with everybody on the list called by name (G-04). */
export function HoldSession({ station, session }: Omit<At, 'pack'> & { session: Pack['sessions'][number] }) {
  const { heldOn, minutes, others, process } = GroupSession.fields
  const draft = `点名 ${session.groupName}|session/${session.id}`
  const [taken, setTaken] = useTaken(draft)
  const marksOf = (values: Values) => (values.marks as Record<string, string> | undefined) ?? {}
  return (
    <Form
      draft={draft}
      fields={{
        heldOn: { ...heldOn, optional: false },
        minutes: { ...minutes, optional: false },
        others,
        process: { ...process, optional: false },
      }}
      initial={{ heldOn: today(), minutes: session.plannedMinutes }}
      save="保存节次"
      missing={(values) => {
        const unmarked = session.members.filter(({ id }) => !marksOf(values)[id])
        return unmarked.length > 0
          ? `还有 ${unmarked.length} 位组员没有点名：${unmarked.map(({ name }) => name).join('、')}`
          : undefined
      }}
      onSave={async (sent, values) => {
        await addItem({
          call: 'groups/holdSession',
          station,
          label: '小组节次',
          about: `${session.groupName} 第 ${session.ordinal} 节`,
          record: session.id,
          input: {
            id: session.id,
            version: session.version,
            ...sent,
            roll: session.members.map(({ id }) => ({ enrolment: id, presence: marksOf(values)[id] })),
            files: [],
          },
          photos: photosFor(taken, 'group.write'),
        })
        return '#/'
      }}
    >
      {(values, set) => (
        <>
          <section className="panel">
            <h2>点名（{session.members.length} 人）</h2>
            {session.members.map(({ id, name }) => (
              <fieldset key={id} className="seen">
                <legend>
                  <b>{name}</b>
                </legend>
                <Choices
                  name={`roll-${id}`}
                  choices={presences}
                  value={marksOf(values)[id]}
                  onChange={(presence) => set('marks', { ...marksOf(values), [id]: presence })}
                />
              </fieldset>
            ))}
          </section>
          <Photos taken={taken} onChange={setTaken} most={8} />
        </>
      )}
    </Form>
  )
}

/** Whom to call: on the phone itself, so that it stands there without a network. */
export function Numbers({ numbers }: { numbers: Pack['numbers'] }) {
  return (
    <section className="panel">
      <h2>先救人：打电话</h2>
      <ul className="rows" style={{ border: 0, margin: 0 }}>
        {[...numbers, ...nationalNumbers].map(({ name, phone, whenToCall }) => (
          <li
            key={`${name} ${phone}`}
            style={{ display: 'flex', gap: '0.75rem', alignItems: 'center', padding: '0.4rem 0' }}
          >
            <a
              className="button"
              href={`tel:${phone}`}
              style={{ minWidth: '6rem' }}
              aria-label={`拨打${name} ${phone}`}
            >
              {phone}
            </a>
            <span>
              <b>{name}</b> <span className="quiet">{whenToCall}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Suspected harm, in a minute; whom to call stands above it. */
export function ReportIncident({ pack, station }: At) {
  const { situation, foundAt, source, danger, victim, summary } = Incident.fields
  const draft = '疑似侵害|incident'
  const [taken, setTaken] = useTaken(draft)
  return (
    <>
      <Numbers numbers={pack.numbers} />
      <Form
        draft={draft}
        fields={{ situation, danger, victim, summary, source, foundAt }}
        initial={{ foundAt: new Date().toISOString(), source: 'self', danger: false }}
        save="保存并上报"
        onSave={async (values) => {
          await addItem({
            call: 'protection/reportIncident',
            station,
            label: '疑似侵害',
            // nothing of a sealed matter stands in a list, not even on the phone
            about: '内容已封存',
            record: crypto.randomUUID(),
            input: { station, ...values, files: [] },
            photos: photosFor(taken, 'incident.read'),
          })
          return '#/'
        }}
      >
        {() => <Photos taken={taken} onChange={setTaken} most={8} />}
      </Form>
    </>
  )
}

/** What changes oftenest about a client; merged by field with what the desk may have changed meanwhile. */
export function EditContact({ card, station }: { card: Card; station: string }) {
  const { phone, address, occupation, memo } = Client.fields
  const base = { occupation: card.occupation ?? null, memo: card.memo ?? null }
  return (
    <Form
      draft={`联系与备注 ${card.name}|contact/${card.id}`}
      fields={{ phone, address, occupation, memo }}
      initial={{
        occupation: card.occupation ?? '',
        memo: card.memo ?? '',
        phone: card.phone ?? '',
        address: card.address ?? '',
      }}
      save="保存"
      onSave={async (values) => {
        const { phone: number, address: home, ...rest } = values
        await addItem({
          call: 'clients/editContact',
          station,
          label: '更新联系与备注',
          about: card.name,
          record: card.id,
          input: {
            id: card.id,
            version: card.version,
            ...rest,
            // hidden values go out only where they were changed
            ...(number !== card.phone && number !== undefined && { phone: number }),
            ...(home !== card.address && home !== undefined && { address: home }),
          },
          base,
          photos: [],
        })
        return `#/client/${card.id}`
      }}
    />
  )
}
