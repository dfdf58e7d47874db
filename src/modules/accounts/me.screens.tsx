import { Alert, App, Button, Flex, Input, QRCode, Typography } from 'antd'
import { useState } from 'react'
import { text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { Answer, Block, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { SessionTable } from './SessionTable.tsx'

const api = client<typeof import('./index.server.ts')>('accounts')

type Doing = 'password' | 'twoFactor'

/** One's own account: password, two-factor login, and where one is logged in. */
export default function MyAccount() {
  const who = useAnswer(api.whoAmI, {})
  const [doing, setDoing] = useState<Doing>()
  return (
    <Answer of={who}>
      {({ account }) => (
        <>
          <PageHead title="我的账号" note={`${account.name}（${account.login}）`} />
          {account.mustChangePassword && (
            <Alert type="warning" showIcon title="首次登录请先设置自己的口令" style={{ marginBottom: 16 }} />
          )}
          <Password
            forced={account.mustChangePassword}
            open={account.mustChangePassword || doing === 'password'}
            onOpen={setDoing}
          />
          <TwoFactor on={account.twoFactor} open={doing === 'twoFactor'} onOpen={setDoing} />
          <Sessions />
        </>
      )}
    </Answer>
  )
}

/** One form at a time: both ask for the present password. */
interface Opening {
  open: boolean
  onOpen: (doing: Doing | undefined) => void
}

function Sessions() {
  const found = useAnswer(api.mySessions, {})
  const end = useAct(api.endMySession)
  return (
    <Block title="我的登录">
      <Answer of={found}>
        {(sessions) => (
          <SessionTable
            sessions={sessions}
            ending={end.isPending ? end.variables.session : undefined}
            onEnd={(session) => end.mutate({ session })}
          />
        )}
      </Answer>
    </Block>
  )
}

const password = (label: string) => text(label, { max: 200 })
const passwordFields = {
  current: password('现口令'),
  fresh: { ...password('新口令'), help: '至少 8 位，含大写字母、小写字母、数字、符号中的三类' },
}

function Password({ forced, open, onOpen }: Opening & { forced: boolean }) {
  const { message } = App.useApp()
  const change = useAct(api.changePassword, {
    onDone: () => {
      // begun anew: while the console still knew the old state, every way would lead back here
      if (forced) return location.assign('/')
      message.info('口令已改，其他设备上的登录已退出')
      onOpen(undefined)
    },
  })
  return (
    <Block title="口令" extra={!open && <Button onClick={() => onOpen('password')}>修改口令</Button>}>
      {open ? (
        <div style={{ maxWidth: 360 }}>
          <RecordForm
            fields={passwordFields}
            controls={{
              current: (_, set) => <Secret id="current" onChange={set} />,
              fresh: (_, set) => <Secret id="fresh" onChange={set} />,
            }}
            submit="保存新口令"
            onSubmit={(values) => change.mutateAsync(values as never)}
            {...(!forced && { onCancel: () => onOpen(undefined) })}
          />
        </div>
      ) : (
        <Typography.Text type="secondary">修改后，其他设备上的登录都会退出</Typography.Text>
      )}
    </Block>
  )
}

function Secret({ id, onChange }: { id: string; onChange: (key: string, value: unknown) => void }) {
  return (
    <Input.Password
      id={`field-${id}`}
      autoComplete={id === 'fresh' ? 'new-password' : 'current-password'}
      onChange={(event) => onChange(id, event.target.value)}
    />
  )
}

function TwoFactor({ on, open, onOpen }: Opening & { on: boolean }) {
  const [begun, setBegun] = useState<{ secret: string; uri: string }>()
  const begin = useAct(api.beginTwoFactor, { onDone: setBegun })
  const leave = () => {
    setBegun(undefined)
    onOpen(undefined)
  }
  const confirm = useAct(api.confirmTwoFactor, { onDone: leave })
  if (on) {
    return (
      <Block title="动态口令" extra={<State tone="good">已开启</State>}>
        <Typography.Text>登录时除口令外还要输入身份验证器上的 6 位数字；更换手机请联系安全管理员。</Typography.Text>
      </Block>
    )
  }
  return (
    <Block title="动态口令" extra={!open && <Button onClick={() => onOpen('twoFactor')}>开启动态口令</Button>}>
      <Typography.Paragraph type="secondary" style={{ marginBottom: open ? 16 : 0 }}>
        开启后，即使口令被别人知道也不能登录您的账号；需要手机上的身份验证器
      </Typography.Paragraph>
      {open && (
        <div style={{ maxWidth: 420 }}>
          {begun ? (
            <Flex vertical gap={12}>
              <Typography.Text>用身份验证器扫描二维码，或手工输入密钥，再填写它显示的 6 位数字。</Typography.Text>
              <QRCode value={begun.uri} size={168} aria-label="绑定身份验证器的二维码，也可手工输入下面的密钥" />
              <Typography.Text code copyable>
                {begun.secret}
              </Typography.Text>
              <RecordForm
                key="code"
                fields={{ code: text('动态口令', { max: 10 }) }}
                submit="确认开启"
                onSubmit={(values) => confirm.mutateAsync(values as never)}
                onCancel={leave}
              />
            </Flex>
          ) : (
            <RecordForm
              key="begin"
              fields={{ current: password('现口令') }}
              controls={{ current: (_, set) => <Secret id="current" onChange={set} /> }}
              submit="下一步"
              onSubmit={(values) => begin.mutateAsync(values as never)}
              onCancel={leave}
            />
          )}
        </div>
      )}
    </Block>
  )
}
