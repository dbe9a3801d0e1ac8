import { Icon } from "./Icon.tsx";

export const BackLink = ({ href, children }: { href: string; children: string }) => (
  <a class="back" href={href}>
    <Icon name="back" />
    {children}
  </a>
);
