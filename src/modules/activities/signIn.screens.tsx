import { useParams } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Input, Radio, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { optional, text } from '../../core/field.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { writtenDay } from '../../core/time.ts'
import { Refusal } from '../../ui/client.ts'
import { Answer, useTitle } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { ActivityFeedback, ActivitySignIn, signInRoles } from './activity.ts'
import { api } from './parts.tsx'

type Seen = AnswerOfCall<typeof import('./signIn.server.ts').openSignIn>

/** This phone's own mark for this activity: made at the first scan, kept here and nowhere else. */
function tokenFor(code: string): string {
  const key = `yizhan.sign.${code}`
  try {
    const known = localStorage.getItem(key)
    if (known) return known
    const made = uuidv7()
    localStorage.setItem(key, made)
    return made
  } catch {
    // a browser that keeps nothing: the phone number, if one is left, still tells a second sign-in
    return uuidv7()
  }
}

/** What anyone who scans the code at the entrance sees, without a login. */
export function SignInPage() {
  const { code } = useParams({ strict: false }) as { code: string }
  const [token] = useState(() => tokenFor(code))
  const found = useAnswer(api.openSignIn, { code, token })
  useTitle('活动签到')
  return (
    <main className="entry">
      <Card className="entry-card">
        {!found.data && (
          <Typography.Title level={1} className="page-title">
            活动签到
          </Typography.Title>
        )}
        <Answer of={found}>{(seen) => <SignIn seen={seen} code={code} token={token} />}</Answer>
      </Card>
    </main>
  )
}

function SignIn({ seen, code, token }: { seen: Seen; code: string; token: string }) {
  const [thanks, setThanks] = useState(seen.signedIn ? '您已经签到，谢谢' : undefined)
  return (
    <>
      <Typography.Title level={1} className="page-title">
        {seen.name}
      </Typography.Title>
      <Typography.Paragraph type="secondary" style={{ marginTop: 4 }}>
        {seen.stationName}
        <br />
        {`${writtenDay(seen.onDay)} ${seen.startsAt}–${seen.endsAt}`}
        <br />
        {seen.venue}
      </Typography.Paragraph>
      {thanks ? (
        <>
          <Alert type="success" showIcon title={thanks} role="status" style={{ marginBottom: 16 }} />
          <Rate seen={seen} code={code} token={token} />
        </>
      ) : seen.why ? (
        <Alert type="info" showIcon title={seen.why} />
      ) : (
        <SignInForm seen={seen} code={code} token={token} onDone={setThanks} />
      )}
    </>
  )
}

const { role, name, phone } = ActivitySignIn.fields

function SignInForm({
  seen,
  code,
  token,
  onDone,
}: {
  seen: Seen
  code: string
  token: string
  onDone: (thanks: string) => void
}) {
  return (
    <RecordForm
      fields={{
        role,
        ...(seen.asksContact && { name, phone }),
        ...(seen.shifts.length > 0 && { shift: optional(text('班次')) }),
      }}
      initial={{ role: 'participant' }}
      unfolded={['name', 'phone', 'shift']}
      submit="签到"
      controls={{
        role: (values, set) => (
          <Radio.Group
            id="field-role"
            value={values.role}
            onChange={(event) => set('role', event.target.value)}
            options={Object.entries(signInRoles).map(([value, label]) => ({ value, label }))}
          />
        ),
        ...(seen.shifts.length > 0 && {
          shift: (values, set) =>
            values.role === 'participant' ? null : (
              <Radio.Group
                id="field-shift"
                aria-label="班次"
                value={values.shift ?? null}
                onChange={(event) => set('shift', event.target.value)}
                options={seen.shifts.map((one) => ({ value: one.id, label: one.name }))}
              />
            ),
        }),
        ...(seen.asksContact && {
          phone: (values, set) => (
            <Input
              id="field-phone"
              inputMode="tel"
              autoComplete="tel"
              allowClear
              value={(values.phone as string | undefined) ?? ''}
              onChange={(event) => set('phone', event.target.value)}
            />
          ),
        }),
      }}
      extra={
        seen.asksContact && (
          <Typography.Paragraph type="secondary">
            姓名和电话可以不留；留了只有举办的社工站和所在街道（乡镇）能看到，用来联系您和登记服务，不会公开。
          </Typography.Paragraph>
        )
      }
      onSubmit={async (values) => {
        const answer = await api.signIn({ ...values, code, token } as never)
        onDone(answer.thanks)
      }}
    />
  )
}

/** A mark without a default, and words, once. */
function Rate({ seen, code, token }: { seen: Seen; code: string; token: string }) {
  const [score, setScore] = useState<number>()
  const [words, setWords] = useState('')
  const [said, setSaid] = useState(seen.rated ? '您已经评价，谢谢' : undefined)
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  if (said) return <Typography.Paragraph role="status">{said}</Typography.Paragraph>
  const send = async () => {
    if (score === undefined) return setProblem('请先选一个分数')
    setBusy(true)
    try {
      const answer = await api.rateActivity({ code, token, score, words: words.trim() || null })
      setSaid(answer.thanks)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setProblem(error.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Flex vertical gap={8}>
      <h2 className="block-title">觉得怎么样（可以不填）</h2>
      {problem && <Alert type="warning" showIcon title={problem} />}
      <Radio.Group
        aria-label="评分"
        value={score ?? null}
        onChange={(event) => setScore(event.target.value as number)}
        options={[
          { value: 5, label: '很满意' },
          { value: 4, label: '满意' },
          { value: 3, label: '一般' },
          { value: 2, label: '不满意' },
          { value: 1, label: '很不满意' },
        ]}
      />
      <label htmlFor="words">{ActivityFeedback.fields.words.label}</label>
      <Input.TextArea
        id="words"
        maxLength={300}
        autoSize={{ minRows: 2, maxRows: 6 }}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button type="primary" loading={busy} onClick={() => void send()} style={{ alignSelf: 'flex-start' }}>
        提交评价
      </Button>
    </Flex>
  )
}
