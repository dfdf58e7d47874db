import { useParams } from '@tanstack/react-router'
import { Alert, App, Button, Dropdown, Modal } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatInstant } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, Facts, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import { Account } from './account.ts'
import { EditAccount, GiveRole } from './accountForm.screens.tsx'
import { AccountState } from './accounts.screens.tsx'
import { Invitation } from './Invitation.tsx'
import { roleNames } from './roles.ts'
import { SessionTable } from './SessionTable.tsx'

const api = client<typeof import('./index.server.ts')>('accounts')

type Opened = AnswerOfCall<typeof import('./index.server.ts').getAccount>

/** One account: its roles, what may be done for its safety, where it is logged in, and what was changed. */
export function AccountPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getAccount, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened key={id} {...opened} />}
    </Answer>
  )
}

function Opened({ account, roles, stationName, personName, hasPassword, lockedUntil, mayInvite, maySecure }: Opened) {
  const [doing, setDoing] = useState<'edit' | 'give'>()
  const { state: _state, mustChangePassword: _must, demo: _demo, ...facts } = Account.fields
  const close = () => setDoing(undefined)
  return (
    <>
      <PageHead
        title={account.name}
        note={account.login}
        tags={
          <>
            <AccountState account={account} />
            {lockedUntil && <State tone="bad">{`登录锁定至 ${formatInstant(lockedUntil).slice(11)}`}</State>}
          </>
        }
      >
        {mayInvite && <Invitation account={account.id} name={account.name} fresh={!hasPassword} />}
        {account.can.includes('giveRole') && <Button onClick={() => setDoing('give')}>授予角色</Button>}
        {account.can.includes('editAccount') && <Button onClick={() => setDoing('edit')}>修改</Button>}
        <Safety account={account} locked={lockedUntil !== null} />
      </PageHead>
      {!hasPassword && mayInvite && (
        <Alert type="info" showIcon title="还没有设置口令：请生成一次性链接交给本人" style={{ marginBottom: 16 }} />
      )}
      <Block title="基本情况">
        <Facts
          fields={facts}
          row={account}
          own={{
            name: null,
            station: account.station ? <StationName id={account.station} name={stationName} /> : null,
            person: account.person ? (personName ?? '不在您的范围内') : null,
          }}
        />
      </Block>
      <Roles roles={roles} />
      {maySecure && <Sessions account={account.id} />}
      <History id={account.id} entity="account" />
      <Modal title="授予角色" open={doing === 'give'} footer={null} onCancel={close} destroyOnHidden>
        <GiveRole account={account.id} onDone={close} />
      </Modal>
      <Modal title="修改账号" open={doing === 'edit'} footer={null} onCancel={close} destroyOnHidden>
        <EditAccount account={account} onDone={close} />
      </Modal>
    </>
  )
}

function StationName({ id, name }: { id: string; name: string | null }) {
  const mayOpen = useHolds('station.read')
  return mayOpen ? <To path={`/stations/${id}`}>{name ?? '社工站'}</To> : name
}

/** What the security officer does: each says what follows before it is done. */
function Safety({ account, locked }: { account: Opened['account']; locked: boolean }) {
  const { modal } = App.useApp()
  const { id, version, name, can } = account
  const unlock = useAct(api.unlockAccount)
  const reset = useAct(api.resetTwoFactor)
  const disable = useAct(api.disableAccount)
  const enable = useAct(api.enableAccount)
  const ways = [
    {
      key: 'unlockAccount',
      label: '解除登录锁定',
      open: locked,
      says: '本人可以马上重新登录。',
      run: () => unlock.mutateAsync({ id }),
    },
    {
      key: 'resetTwoFactor',
      label: '关闭动态口令',
      open: true,
      says: '用于本人更换或遗失手机。关闭后只凭口令就能登录，请提醒本人重新开启。',
      run: () => reset.mutateAsync({ id, version }),
    },
    {
      key: 'disableAccount',
      label: '停用账号',
      open: true,
      says: '所有设备上的登录 15 秒内退出，此后不能登录；登记过的记录都保留，可以再启用。',
      run: () => disable.mutateAsync({ id, version }),
    },
    {
      key: 'enableAccount',
      label: '启用账号',
      open: true,
      says: '启用后按现有角色登录。',
      run: () => enable.mutateAsync({ id, version }),
    },
  ].filter(({ key, open }) => open && can.includes(key))
  if (ways.length === 0) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: ways.map(({ key, label }) => ({ key, label, danger: key === 'disableAccount' })),
        onClick: ({ key }) => {
          const way = ways.find((one) => one.key === key)!
          modal.confirm({
            title: `${way.label}：${name}`,
            content: way.says,
            okText: way.label,
            okButtonProps: { danger: key === 'disableAccount' },
            onOk: () => way.run().catch(() => {}),
          })
        },
      }}
    >
      <Button>安全操作</Button>
    </Dropdown>
  )
}

function Roles({ roles }: Pick<Opened, 'roles'>) {
  const { modal } = App.useApp()
  const end = useAct(api.endRole)
  return (
    <Block title="角色">
      <DataTable
        rows={roles}
        rowKey={({ role }) => role.id}
        columns={[
          { title: '角色', key: 'role', width: 150, render: (_, { role }) => roleNames[role.role] },
          { title: '范围', key: 'over', render: (_, { over }) => over },
          { title: '授予', key: 'fromOn', width: 120, render: (_, { role }) => role.fromOn },
          {
            title: '状态',
            key: 'toOn',
            width: 180,
            render: (_, { role }) =>
              role.toOn === null ? (
                <State tone="good">有效</State>
              ) : (
                <State tone="quiet">{role.toOn < role.fromOn ? '当日收回' : `已收回，至 ${role.toOn}`}</State>
              ),
          },
          {
            title: '',
            key: 'end',
            width: 90,
            render: (_, { role, over }) =>
              role.can.includes('endRole') && (
                <Button
                  size="small"
                  aria-label={`收回${roleNames[role.role]}（${over}）`}
                  onClick={() =>
                    modal.confirm({
                      title: `收回「${roleNames[role.role]} · ${over}」？`,
                      content: '这个角色的权限 15 秒内失效，需要时可以再授予。',
                      okText: '收回',
                      onOk: () => end.mutateAsync({ id: role.id }).catch(() => {}),
                    })
                  }
                >
                  收回
                </Button>
              ),
          },
        ]}
        empty="还没有角色，请点「授予角色」"
      />
    </Block>
  )
}

function Sessions({ account }: { account: string }) {
  const found = useAnswer(api.accountSessions, { id: account })
  const end = useAct(api.endAccountSession)
  return (
    <Block title="现在的登录">
      <Answer of={found}>
        {(sessions) => (
          <SessionTable
            sessions={sessions}
            ending={end.isPending ? end.variables.session : undefined}
            onEnd={(session) => end.mutate({ id: account, session })}
          />
        )}
      </Answer>
    </Block>
  )
}
