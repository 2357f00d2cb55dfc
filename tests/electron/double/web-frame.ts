/** `WebFrameMain`, as far as telling who sent something. */
export class WebFrame {
  readonly url: string;
  readonly origin: string;
  readonly parent: WebFrame | null;

  constructor(url: string, parent: WebFrame | null) {
    this.url = url;
    this.origin = URL.canParse(url) ? new URL(url).origin : 'null';
    this.parent = parent;
  }
}
