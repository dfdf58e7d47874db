import { type FormEvent, useState } from 'react'
import { deviceOf } from '../../modules/accounts/index.ts'
import { dismissNotice, enrol, type Shown, unlock } from './engine.ts'
import { serverOf } from './server.ts'

const server = serverOf()

interface Me {
  account: { id: string; name: string; login: string }
  grants: string[]
  stations: { id: string; name: string }[]
}

/** Before anything is shown: who one is, and their PIN. */
export function Gate({ shown }: { shown: Shown }) {
  const usable = shown.owners.filter(({ closed }) => !closed)
  const [account, setAccount] = useState(usable[0]?.account)
  const owner = usable.find((one) => one.account === account) ?? usable[0]
  const [adding, setAdding] = useState(false)
  return (
    <div className="app">
      <header className="top">
        <h1>一站 · 走访</h1>
      </header>
      <main>
        {shown.notice && (
          <p className="note warn" role="status">
            {shown.notice}
            <button type="button" className="plain" onClick={dismissNotice}>
              知道了
            </button>
          </p>
        )}
        {owner && !adding ? (
          <>
            <Pin key={owner.account} account={owner.account} name={owner.name} />
            {usable.length > 1 && (
              <div className="buttons">
                {usable
                  .filter((one) => one !== owner)
                  .map((one) => (
                    <button key={one.account} type="button" onClick={() => setAccount(one.account)}>
                      换成 {one.name}
                    </button>
                  ))}
              </div>
            )}
            <button type="button" className="plain" onClick={() => setAdding(true)}>
              另一位社工使用这台设备
            </button>
          </>
        ) : (
          <Enrol onBack={owner ? () => setAdding(false) : undefined} />
        )}
      </main>
    </div>
  )
}

function Pin({ account, name }: { account: string; name: string }) {
  const [pin, setPin] = useState('')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  async function open(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setProblem(await unlock(account, pin))
    setPin('')
    setBusy(false)
  }
  return (
    <form className="panel" onSubmit={(event) => void open(event)}>
      <h2>{name}，请输入 PIN</h2>
      <div className="field">
        <label htmlFor="pin">6 位数字</label>
        <input
          id="pin"
          className="pin"
          type="password"
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          value={pin}
          onChange={(event) => setPin(event.target.value.replace(/\D/g, ''))}
        />
        {problem && (
          <p className="wrong" role="alert">
            {problem}
          </p>
        )}
      </div>
      <button type="submit" className="main" style={{ width: '100%' }} disabled={busy || pin.length < 6}>
        {busy ? '正在打开…' : '打开'}
      </button>
    </form>
  )
}

const easy = /^(\d)\1{5}$|^012345$|^123456$|^654321$/

function Enrol({ onBack }: { onBack: (() => void) | undefined }) {
  const [me, setMe] = useState<Me>()
  const [typed, setTyped] = useState({ login: '', password: '', code: '', pin: '', again: '' })
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const set = (key: keyof typeof typed) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setTyped({ ...typed, [key]: event.target.value })

  async function logIn() {
    const { login, password, code } = typed
    const reply = await server.call('accounts/login', {
      input: { login, password, ...(code && { code }), shared: false },
    })
    if (reply.kind === 'silent') return '网络不通，首次启用需要联网'
    if (reply.kind === 'refused') return Object.values(reply.fields)[0] ?? reply.message
    if ((reply.answer as { mustChangePassword: boolean }).mustChangePassword)
      return '请先在电脑上登录一次并更换口令，再来启用'
    const who = await server.call('accounts/whoAmI', { input: {} })
    if (who.kind !== 'done') return '没有登录上，请重试'
    const answer = who.answer as Me
    if (!answer.grants.includes('visit.record') || answer.stations.length === 0)
      return '走访端供驻站社工与站长使用，您的账号没有登记走访的权限'
    setMe(answer)
    return undefined
  }

  async function begin() {
    if (!/^\d{6}$/.test(typed.pin)) return '请设 6 位数字'
    if (easy.test(typed.pin)) return '这样的 PIN 太好猜，请换一个'
    if (typed.pin !== typed.again) return '两次输入不一致，请重新输入'
    const { account, stations } = me!
    return enrol(
      { account: account.id, name: account.name, login: account.login, stations },
      typed.pin,
      deviceOf(navigator.userAgent),
    )
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setProblem(await (me ? begin() : logIn()))
    setBusy(false)
  }

  return (
    <form className="panel" onSubmit={(event) => void submit(event)}>
      <h2>{me ? `${me.account.name}，请设一个 PIN` : '启用这台设备'}</h2>
      {me ? (
        <>
          <p className="quiet">
            没有网络时用它打开。内容在本机加密保存；连续 5 次输错，本机内容封存清空，未同步的转交站长。
          </p>
          <Line id="newPin" label="PIN（6 位数字）" type="password" numeric value={typed.pin} onChange={set('pin')} />
          <Line id="again" label="再输一次" type="password" numeric value={typed.again} onChange={set('again')} />
        </>
      ) : (
        <>
          <p className="quiet">首次使用需要联网登录一次，之后没有网络也能用。</p>
          <Line id="login" label="登录名" type="text" value={typed.login} onChange={set('login')} />
          <Line id="password" label="口令" type="password" value={typed.password} onChange={set('password')} />
          <Line id="code" label="动态口令（开通的填）" type="text" value={typed.code} onChange={set('code')} />
        </>
      )}
      {problem && (
        <p className="note wrong" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        <button type="submit" className="main" disabled={busy}>
          {busy ? '请稍候…' : me ? '开始使用' : '登录'}
        </button>
        {onBack && (
          <button type="button" onClick={onBack}>
            返回
          </button>
        )}
      </div>
    </form>
  )
}

function Line({
  id,
  label,
  numeric,
  ...input
}: {
  id: string
  label: string
  type: 'text' | 'password'
  numeric?: boolean
  value: string
  onChange: (event: React.ChangeEvent<HTMLInputElement>) => void
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        {...input}
        {...(numeric && { inputMode: 'numeric' as const, maxLength: 6 })}
        autoComplete="off"
        autoCapitalize="off"
      />
    </div>
  )
}

/** The session has ended while the phone was away: the queue waits, only the login is asked for. */
export function LogInAgain({ login, onDone }: { login: string; onDone: () => void }) {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<string>()
  async function submit(event: FormEvent) {
    event.preventDefault()
    const reply = await server.call('accounts/login', {
      input: { login, password, ...(code && { code }), shared: false },
    })
    if (reply.kind === 'done') return onDone()
    setProblem(reply.kind === 'silent' ? '网络不通，稍后再试' : (Object.values(reply.fields)[0] ?? reply.message))
  }
  return (
    <form className="panel" onSubmit={(event) => void submit(event)}>
      <h2>同步前请重新登录</h2>
      <p className="quiet">登录已过期。未同步的内容都在本机，登录后自动送出。</p>
      <Line
        id="againPassword"
        label={`${login} 的口令`}
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Line
        id="againCode"
        label="动态口令（开通的填）"
        type="text"
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      {problem && (
        <p className="note wrong" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="main" style={{ width: '100%' }}>
        登录并同步
      </button>
    </form>
  )
}
