import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Col, Flex, Image, InputNumber, Row, Select, Typography } from 'antd'
import { useState } from 'react'
import { integer, list, optional, shape, text } from '../../core/field.ts'
import { minutesBetween } from '../../core/time.ts'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { linesOf } from '../../ui/lines.ts'
import { Answer, Block, Clause, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Written } from '../../ui/Written.tsx'
import { History } from '../audit/index.screens.tsx'
import { ActivityFeedback, activityKinds, earlyMinutes, mobilising, planFields, summaryFields } from './activity.ts'
import { activityFlow } from './activityFlow.ts'
import { planControls } from './activityForm.screens.tsx'
import { Mobilising } from './Mobilising.tsx'
import { api, type OpenedActivity, stateTone } from './parts.tsx'
import { SignIns } from './SignIns.tsx'

/** One activity: its plan and code, who came, what came of it. */
export function ActivityPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getActivity, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened key={id} opened={opened} />}
    </Answer>
  )
}

const reason = text('原因', { max: 500, multiline: true })

function Opened({ opened }: { opened: OpenedActivity }) {
  const { activity, workerName, stationName } = opened
  const [doing, setDoing] = useState<'edit' | 'sum'>()
  const may = (action: string) => activity.can.includes(action)
  const over = (activity.toOn ?? activity.onDay) < today()
  const begun = activity.state === 'held' || activity.onDay <= today()
  const waits = activity.state === 'planned' && over
  const days = activity.toOn ? `${activity.onDay} 至 ${activity.toOn}` : activity.onDay
  const given = { id: activity.id, version: activity.version }
  const done = () => setDoing(undefined)
  return (
    <>
      <PageHead
        title={activity.name}
        note={`${activity.number} · ${activityKinds[activity.kind]} · ${days} ${activity.startsAt}–${activity.endsAt} · ${workerName} · ${stationName}`}
        tags={
          <State tone={waits ? 'bad' : stateTone[activity.state]}>
            {waits ? '待总结' : activityFlow.states[activity.state]}
          </State>
        }
      >
        {may('finishActivity') && activity.onDay <= today() && (
          <Button type="primary" onClick={() => setDoing('sum')}>
            总结
          </Button>
        )}
        {may('correctSummary') && <Button onClick={() => setDoing('sum')}>更正总结</Button>}
        {may('editActivity') && <Button onClick={() => setDoing('edit')}>修改安排</Button>}
        {may('cancelActivity') && (
          <FormButton
            label="取消活动"
            small={false}
            call={api.cancelActivity as never}
            fields={{ opinion: reason }}
            given={given}
          />
        )}
        {may('reopenActivity') && (
          <FormButton
            label="撤销总结"
            small={false}
            call={api.reopenActivity as never}
            fields={{ opinion: reason }}
            given={given}
          />
        )}
        {may('restoreActivity') && (
          <FormButton
            label="恢复活动"
            small={false}
            call={api.restoreActivity as never}
            fields={{ opinion: reason }}
            given={given}
          />
        )}
        <Button icon={<DownloadOutlined />} href={`/api/papers/activity/${activity.id}.pdf`}>
          打印
        </Button>
      </PageHead>
      {activity.why && activity.state !== 'held' && (
        <Alert type="warning" showIcon title={`原因：${activity.why}`} style={{ marginBottom: 12 }} />
      )}
      <Row gutter={[16, 0]}>
        <Col xs={24} xl={16}>
          {doing === 'sum' && <SumUp opened={opened} onDone={done} />}
          {doing === 'edit' && <Edit opened={opened} onDone={done} />}
          {activity.state === 'held' && doing !== 'sum' && <Summary opened={opened} />}
          {!begun && doing !== 'edit' && <Plan opened={opened} />}
          {mobilising.includes(activity.kind) && <Mobilising opened={opened} />}
          <SignIns opened={opened} />
          {begun && <Feedback opened={opened} />}
          {begun && doing !== 'edit' && <Plan opened={opened} />}
        </Col>
        <Col xs={24} xl={8}>
          {may('enterSignIns') && <SignInCode opened={opened} />}
          <History id={activity.id} />
        </Col>
      </Row>
    </>
  )
}

function Plan({ opened }: { opened: OpenedActivity }) {
  const { activity } = opened
  return (
    <Block title="安排">
      {opened.dutyName && (
        <Typography.Paragraph>
          {`对应：${opened.dutyName} `}
          {opened.dutyClause && <Clause>{opened.dutyClause}</Clause>}
        </Typography.Paragraph>
      )}
      <Written
        fields={planFields}
        row={{ ...activity, place: opened.placeName }}
        leave={['name', 'kind', 'onDay', 'toOn', 'startsAt', 'endsAt', 'items', 'duty']}
      />
    </Block>
  )
}

/** The code at the entrance: as a picture, as a drawing and as a poster. */
function SignInCode({ opened: { activity } }: { opened: OpenedActivity }) {
  const path = `/api/activities/code/${activity.id}`
  return (
    <Block title="签到码">
      <Flex vertical align="center" gap={8}>
        <Image preview={false} width={200} height={200} src={`${path}.svg`} alt={`「${activity.name}」的签到二维码`} />
        <Typography.Text type="secondary">
          {`${activity.onDay} ${activity.startsAt} 前 ${earlyMinutes} 分钟起，到${activity.toOn ? ` ${activity.toOn}` : ''} ${activity.endsAt} 止可以扫码签到`}
        </Typography.Text>
        <Flex gap={8} wrap>
          <Button href={`${path}.pdf`}>海报（PDF）</Button>
          <Button href={`${path}.svg`}>二维码（SVG）</Button>
        </Flex>
      </Flex>
    </Block>
  )
}

function Summary({ opened }: { opened: OpenedActivity }) {
  const { activity, reach } = opened
  return (
    <Block title="总结">
      <Written fields={summaryFields} row={activity} leave={['photos']} />
      {reach.length > 0 && (
        <Typography.Paragraph style={{ marginTop: 8 }}>
          {`覆盖人群：${reach.map(({ label, people }) => `${label} ${people} 人`).join('、')}`}
        </Typography.Paragraph>
      )}
      {activity.photos.length > 0 && (
        <Image.PreviewGroup>
          <Flex gap={8} wrap style={{ marginTop: 8 }}>
            {activity.photos.map((photo, i) => (
              <Image
                key={photo}
                width={140}
                height={105}
                style={{ objectFit: 'cover' }}
                src={`/api/files/${photo}`}
                alt={`活动照片 ${i + 1}`}
              />
            ))}
          </Flex>
        </Image.PreviewGroup>
      )}
    </Block>
  )
}

function Edit({ opened: { activity }, onDone }: { opened: OpenedActivity; onDone: () => void }) {
  const edit = useAct(api.editActivity, { onDone })
  return (
    <Block title="修改安排">
      <div style={{ maxWidth: 680 }}>
        <RecordForm
          fields={planFields}
          initial={{ ...activity }}
          submit="保存"
          controls={planControls}
          onSubmit={(values) => edit.mutateAsync({ ...values, id: activity.id, version: activity.version } as never)}
          onCancel={onDone}
        />
      </div>
    </Block>
  )
}

// a line that is still being typed is no fault yet
const reachLine = shape('人群', {
  category: optional(text('类别', { min: 0, pattern: '' })),
  people: optional(integer('人数')),
})

interface Reached {
  category: string
  people: number
}

function SumUp({ opened, onDone }: { opened: OpenedActivity; onDone: () => void }) {
  const { activity, counts, known, reach, categories } = opened
  const call = activity.state === 'held' ? api.correctSummary : api.finishActivity
  const sum = useAct(call, { onDone })
  return (
    <Block title="总结">
      <div style={{ maxWidth: 680 }}>
        <RecordForm
          fields={{ ...summaryFields, reach: list('覆盖人群', reachLine) }}
          initial={{
            people: activity.people ?? (counts.participant > 0 ? counts.participant : undefined),
            minutes: activity.minutes ?? Math.min(1440, minutesBetween(activity.startsAt, activity.endsAt)),
            summary: activity.summary,
            outcome: activity.outcome,
            problems: activity.problems,
            spent: activity.spent,
            photos: activity.photos,
            reach: (reach.length > 0 ? reach : known).map(({ category, people }) => ({ category, people })),
            station: activity.station,
          }}
          draft={`activity.sum.${activity.id}`}
          submit="保存总结"
          unfolded={['photos', 'reach', 'spent']}
          controls={{
            reach: (values, set) => (
              <ReachLines
                value={(values.reach as Reached[]) ?? []}
                categories={categories}
                onChange={(next) => set('reach', next)}
              />
            ),
          }}
          onSubmit={(values) =>
            sum.mutateAsync({
              ...values,
              photos: (values.photos as string[]) ?? [],
              reach: ((values.reach as Reached[]) ?? []).filter(({ category, people }) => category && people > 0),
              id: activity.id,
              version: activity.version,
            } as never)
          }
          onCancel={onDone}
        />
      </div>
    </Block>
  )
}

function ReachLines({
  value,
  categories,
  onChange,
}: {
  value: Reached[]
  categories: OpenedActivity['categories']
  onChange: (next: Reached[]) => void
}) {
  const lines = linesOf<Reached>(value, onChange, { category: '', people: 0 })
  return (
    <Flex vertical gap={8} id="field-reach">
      <Typography.Text type="secondary">
        已按签到的服务对象的类别填好，可以改；一人属于几类的，各类都计。
      </Typography.Text>
      {value.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the list while it is typed
        <Flex key={i} gap={8} wrap>
          <Select
            aria-label={`人群 ${i + 1}`}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="类别"
            value={one.category || null}
            onChange={(category) => lines.set(i, { category: category ?? '' })}
            options={categories.map(({ category, label }) => ({ value: category, label }))}
            style={{ width: 220 }}
          />
          <InputNumber
            aria-label={`人数 ${i + 1}`}
            min={1}
            precision={0}
            suffix="人"
            value={one.people || null}
            onChange={(people) => lines.set(i, { people: people ?? 0 })}
          />
          <Button onClick={() => lines.remove(i)}>移除</Button>
        </Flex>
      ))}
      <Button style={{ alignSelf: 'flex-start' }} onClick={lines.add}>
        加一类人群
      </Button>
    </Flex>
  )
}

function Feedback({ opened: { activity, feedback, score } }: { opened: OpenedActivity }) {
  const words = feedback.filter((one) => one.words)
  return (
    <Block
      title={`参加者反馈（${feedback.length} 份${score === null ? '' : `，平均 ${score} 分`}）`}
      extra={
        activity.can.includes('enterFeedback') &&
        activity.onDay <= today() && (
          <FormButton
            label="登记反馈"
            call={api.enterFeedback as never}
            fields={{ score: ActivityFeedback.fields.score, words: ActivityFeedback.fields.words }}
            given={{ id: activity.id }}
            unfolded={['words']}
          />
        )
      }
    >
      {feedback.length === 0 && <Nothing says="还没有反馈；签到的人可以在签到页上评分留言" />}
      {words.map((one) => (
        <div key={one.id} className="paper-entry">
          {`${one.score} 分：${one.words}`}
        </div>
      ))}
    </Block>
  )
}
