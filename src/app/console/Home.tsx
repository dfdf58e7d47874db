import { PageHead } from '../../ui/parts.tsx'
import { useMe } from '../../ui/me.tsx'

export default function Home() {
  const me = useMe()
  return <PageHead title={`${me.name}，您好`} />
}
