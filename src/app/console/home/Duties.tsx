import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Typography } from 'antd'
import { useMe } from '../../../ui/me.tsx'
import { Block } from '../../../ui/parts.tsx'
import { pages } from '../pages.tsx'

/** For those who run the system rather than a station: what their account is for, and where it is done. */
export function Duties() {
  const me = useMe()
  const navigate = useNavigate()
  const open = pages.filter(({ menu, grants }) => menu && grants?.some((grant) => me.grants.has(grant)))
  return (
    <Block title="您可以办理">
      <Typography.Paragraph type="secondary">
        业务数据由各级业务账号查看；您的账号负责下面这些事项。
      </Typography.Paragraph>
      <Flex gap={8} wrap>
        {open.map(({ path, title }) => (
          <Button key={path} onClick={() => void navigate({ to: path })}>
            {title}
          </Button>
        ))}
      </Flex>
    </Block>
  )
}
