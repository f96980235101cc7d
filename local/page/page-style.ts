import { drawingStyle } from '#local/drawing/style.ts';

/** How the local cloud's part of a page looks, in light and in dark. */
export const pageStyle = `.local { --ink: #17212b; --soft: #4d5a67; --paper: #fbfcfd; --card: #ffffff; --edge: #c9d2db; --link: #0b4fb3;
  --focus: #b35900; --button: #0b4fb3; --on-button: #ffffff; --bubble: #e3edfb; --mail: #f6efe2; }
@media (prefers-color-scheme: dark) {
  .local { --ink: #e9eef3; --soft: #b0bcc8; --paper: #10161c; --card: #12181f; --edge: #3a4753; --link: #9cc4ff; --focus: #ffb45c;
    --button: #9cc4ff; --on-button: #0b1a2c; --bubble: #1d3552; --mail: #332b1c; }
}
.local { color: var(--ink); }
.local.alone { margin: 0; background: var(--paper); font: 1rem/1.6 system-ui, -apple-system, 'Segoe UI', sans-serif; overflow-wrap: break-word; }
.alone header, .alone main { max-width: 96rem; margin: 0 auto; padding: 0 1rem 2rem; }
.alone header { padding: 1rem 1rem 0; }
.alone h1 { font-size: 1.6rem; }
.local * { box-sizing: border-box; }
.local a { color: var(--link); }
.local .skip { position: absolute; left: -100rem; }
.local .skip:focus { position: static; }
.local .soft, .local small { color: var(--soft); font-weight: 400; }
.local :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.local .clock { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1.5rem; margin: 0 0 0.75rem; }
.local .clock time span { font-size: 2rem; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.local .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.local button { min-height: 2.75rem; padding: 0.5rem 1rem; border: 0; border-radius: 0.6rem; background: var(--button); color: var(--on-button);
  font: inherit; font-weight: 600; cursor: pointer; }
.local .wide, .local .drawing { overflow-x: auto; border: 1px solid var(--edge); border-radius: 0.8rem; background: var(--card); }
.local .drawing { padding: 1rem; }
.local .drawing svg { display: block; height: auto; min-width: 56rem; max-width: 100%; margin: 0 auto; }
.local table { width: 100%; border-collapse: collapse; }
.local th, .local td { padding: 0.45rem 0.8rem; text-align: left; vertical-align: top; border-top: 1px solid var(--edge); white-space: nowrap; }
.local thead th { border-top: 0; color: var(--soft); font-size: 0.9rem; }
.local tbody th { font-weight: 400; }
.local tr.entered th, .local tr.entered td { font-weight: 600; }
.local .status { display: inline-block; padding: 0 0.6rem; border-radius: 1rem; border: 1px solid currentColor; }
.local .status.running { color: #0b4fb3; }
.local .status.succeeded { color: #0f6b3f; }
.local .status.failed, .local .status.timed_out, .local .status.aborted { color: #a5201a; }
.local .places { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 1rem; margin: 0; padding: 0; list-style: none; }
.local .places > li { border: 1px solid var(--edge); border-radius: 1.2rem; background: var(--card); padding: 0.9rem; }
.local .places > .inbox { border-radius: 0.4rem; border-top: 0.5rem solid var(--edge); }
.local .places h3 { margin: 0 0 0.5rem; font-size: 1rem; }
.local .places ol { margin: 0; padding: 0; list-style: none; }
.local .places ol li { margin: 0.4rem 0 0; padding: 0.5rem 0.75rem; border-radius: 0.2rem 0.9rem 0.9rem 0.9rem; background: var(--bubble); white-space: pre-line; }
.local .places .inbox ol li { border-radius: 0.3rem; background: var(--mail); }
.local .places small { display: block; }
@media (prefers-color-scheme: dark) {
  .local .status.running { color: #9cc4ff; }
  .local .status.succeeded { color: #8be0b3; }
  .local .status.failed, .local .status.timed_out, .local .status.aborted { color: #ff9d96; }
}
${drawingStyle}`;
