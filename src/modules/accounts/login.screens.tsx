import { useParams } from '@tanstack/react-router'
import { Alert, Button, Card, Checkbox, Form, Input, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import type { FieldMessages } from '../../core/failure.ts'
import { client, Refusal } from '../../ui/client.ts'
import { useTitle } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./index.server.ts')>('accounts')

/** Sends an entrance and goes on into the console; what is wrong is said at its field. */
function useEntrance() {
  const [wrong, setWrong] = useState<FieldMessages>({})
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const enter = async (send: () => Promise<unknown>, to: string) => {
    setBusy(true)
    setWrong({})
    setProblem(undefined)
    try {
      await send()
      location.assign(to)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setWrong(error.fields)
      setProblem(error.message)
      setBusy(false)
    }
  }
  const item = (key: string) =>
    wrong[key] ? ({ validateStatus: 'error', help: <span role="alert">{wrong[key]}</span> } as const) : {}
  return { wrong, problem, busy, enter, item }
}

function Entry({
  title,
  note,
  problem,
  children,
}: {
  title: string
  note?: string
  problem?: string | undefined
  children: ReactNode
}) {
  useTitle(title === '一站' ? '登录' : title)
  return (
    <main className="entry">
      <Card className="entry-card">
        <Typography.Title level={1} className="page-title">
          {title}
        </Typography.Title>
        <Typography.Paragraph type="secondary">{note ?? '乡镇（街道）社会工作服务站'}</Typography.Paragraph>
        {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />}
        {children}
      </Card>
    </main>
  )
}

/** Only paths of our own are returned to after logging in. */
function returnPath(): string {
  const from = new URLSearchParams(location.search).get('from')?.replaceAll('"', '') ?? '/'
  return /^\/(?!\/)/.test(from) ? from : '/'
}

export function Login() {
  const { wrong, problem, busy, enter, item } = useEntrance()
  const [needsCode, setNeedsCode] = useState(false)
  const setUp = useAnswer(api.setUpState, {})
  if (setUp.data?.needed) location.replace('/setup')
  if (wrong.code && !needsCode) setNeedsCode(true)
  return (
    <Entry title="一站" problem={Object.keys(wrong).length === 0 ? problem : undefined}>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={(values: { login: string; password: string; code?: string; shared?: boolean }) =>
          void enter(
            () =>
              api.login({
                login: values.login ?? '',
                password: values.password ?? '',
                ...(values.code && { code: values.code }),
                shared: values.shared ?? false,
              }),
            returnPath(),
          )
        }
      >
        <Form.Item name="login" label="登录名" {...item('login')}>
          <Input autoComplete="username" autoFocus size="large" />
        </Form.Item>
        <Form.Item name="password" label="口令" {...item('password')}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        {needsCode && (
          <Form.Item name="code" label="动态口令" {...item('code')}>
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} size="large" />
          </Form.Item>
        )}
        <Form.Item name="shared" valuePropName="checked">
          <Checkbox>这是公用电脑（10 分钟不操作自动退出）</Checkbox>
        </Form.Item>
        <Button type="primary" htmlType="submit" block size="large" loading={busy}>
          登录
        </Button>
      </Form>
    </Entry>
  )
}

const passwordHelp = '至少 8 位，含大写字母、小写字母、数字、符号中的三类'

export function Join() {
  const { token } = useParams({ strict: false }) as { token: string }
  const { problem, wrong, busy, enter, item } = useEntrance()
  const [again, setAgain] = useState<string>()
  const invited = useAnswer(api.lookAtInvitation, { token })
  if (invited.error)
    return (
      <Entry title="启用账号" note="这个链接打不开账号" problem={invited.error.message}>
        <a href="/login">去登录</a>
      </Entry>
    )
  return (
    <Entry title="启用账号" note="请设置您自己的登录口令" problem={wrong.password ? undefined : problem}>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ password = '', repeated }: { password?: string; repeated?: string }) => {
          if (password !== repeated) return setAgain('两次输入的口令不一样，请重新输入')
          setAgain(undefined)
          void enter(() => api.acceptInvitation({ token, password }), '/')
        }}
      >
        <Form.Item name="password" label="新口令" extra={passwordHelp} {...item('password')}>
          <Input.Password autoComplete="new-password" size="large" />
        </Form.Item>
        <Form.Item
          name="repeated"
          label="再输一次"
          {...(again && { validateStatus: 'error', help: <span role="alert">{again}</span> })}
        >
          <Input.Password autoComplete="new-password" size="large" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block size="large" loading={busy}>
          启用并登录
        </Button>
      </Form>
    </Entry>
  )
}

/** First set-up of an empty installation: the first administrator, by whoever sees the server's terminal. */
export function SetUp() {
  const { problem, wrong, busy, enter, item } = useEntrance()
  const PlacePicker = usePicker('place')!
  const setUp = useAnswer(api.setUpState, {})
  if (setUp.data && !setUp.data.needed) location.replace('/login')
  return (
    <Entry
      title="首次设置"
      note="建立第一个系统管理员账号"
      problem={Object.keys(wrong).length === 0 ? problem : undefined}
    >
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={(values: { code: string; place: string; name: string; login: string; password: string }) => {
          const { code = '', place = '', name = '', login = '', password = '' } = values
          void enter(() => api.setUp({ code, place, name, login, password }), '/')
        }}
      >
        <Form.Item name="code" label="设置码" extra="启动一站的终端上显示的 8 位设置码" {...item('code')}>
          <Input size="large" autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item name="place" label="使用单位所在区划" {...item('place')}>
          <PlacePicker />
        </Form.Item>
        <Form.Item name="name" label="姓名" {...item('name')}>
          <Input size="large" autoComplete="name" />
        </Form.Item>
        <Form.Item name="login" label="登录名" extra="小写字母、数字、点、横线" {...item('login')}>
          <Input size="large" autoComplete="username" />
        </Form.Item>
        <Form.Item name="password" label="口令" extra={passwordHelp} {...item('password')}>
          <Input.Password size="large" autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block size="large" loading={busy}>
          完成设置
        </Button>
      </Form>
    </Entry>
  )
}
