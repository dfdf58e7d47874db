import { App, Button, Input, type InputRef, Modal, Space, Typography } from 'antd'
import { useRef, useState } from 'react'
import { client } from '../../ui/client.ts'
import { formatInstant } from '../../ui/format.ts'
import { useAct } from '../../ui/query.ts'

const api = client<typeof import('./index.server.ts')>('accounts')

/** Makes a one-time link and shows it once, whole, with until when it holds. */
export function Invitation({ account, name, fresh }: { account: string; name: string; fresh: boolean }) {
  const { modal } = App.useApp()
  const [link, setLink] = useState<{ path: string; until: string }>()
  const invite = useAct(api.inviteAccount, { onDone: setLink })
  const make = () => invite.mutateAsync({ id: account })
  return (
    <>
      <Button
        type={fresh ? 'primary' : 'default'}
        loading={invite.isPending}
        onClick={() => {
          if (fresh) return void make().catch(() => {})
          modal.confirm({
            title: `为「${name}」生成一次性链接？`,
            content: '用于忘记口令时重新设置。生成后此账号的登录全部退出，以前的链接作废。',
            okText: '生成',
            onOk: () => make().catch(() => {}),
          })
        }}
      >
        生成一次性链接
      </Button>
      <Modal
        title="一次性链接"
        open={link !== undefined}
        onCancel={() => setLink(undefined)}
        footer={<Button onClick={() => setLink(undefined)}>关闭</Button>}
        destroyOnHidden
      >
        {link && (
          <>
            <Typography.Paragraph>
              请当面或通过可靠的方式交给{name}本人，由本人打开后设置口令。链接只能用一次，{formatInstant(link.until)}{' '}
              前有效；关闭后不再显示。
            </Typography.Paragraph>
            <OneTimeLink link={`${location.origin}${link.path}`} />
          </>
        )}
      </Modal>
    </>
  )
}

function OneTimeLink({ link }: { link: string }) {
  const box = useRef<InputRef>(null)
  const [copied, setCopied] = useState<boolean>()
  const copy = async () => {
    box.current?.select()
    // without https a browser offers no clipboard, and it may refuse: then what is selected is copied
    const given = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    )
    setCopied(given || document.execCommand('copy'))
  }
  return (
    <Space.Compact block>
      <Input ref={box} readOnly value={link} aria-label="一次性链接" onFocus={() => box.current?.select()} />
      <Button type="primary" onClick={() => void copy()}>
        {copied === undefined ? '复制链接' : copied ? '已复制' : '请按 Ctrl+C 复制'}
      </Button>
    </Space.Compact>
  )
}
