"""Our labels as an independent renderer of ZPL draws them, and their codes as a scanner reads them."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from aura_terminal.domain.paper import Barcode, PaperDocument, QrCode, Style, text_line
from devices.labels.zpl_bytes import ZplEncoder
from devices.printers.profiles import profile_named
from tests.peers.using import node_folder_of, program_named
from tests.support.label_samples import TAKEOUT

_PROGRAM = """
const { ready } = require(process.argv[1] + "/node_modules/zpl-renderer-js");
const lines = require("readline").createInterface({ input: process.stdin });
lines.on("line", async (line) => {
  const { api } = await ready;
  const { zpl, width, height } = JSON.parse(line);
  console.log(JSON.stringify(await api.zplToBase64MultipleAsync(zpl, width, height, 8)));
});
"""


class Renderer:
    """The renderer in a process of its own, for as many labels as one likes; 8 dots a millimetre."""

    def __init__(self) -> None:
        command = ["node", "-e", _PROGRAM, str(node_folder_of("zpl"))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def draw(self, document: PaperDocument, profile_name: str = "label-50x30") -> list[Image.Image]:
        """Each label of the document as a picture."""
        profile = profile_named(profile_name)
        zpl = ZplEncoder(profile).encode(document).decode("ascii")
        asked = {"zpl": zpl, "width": profile.dots / 8, "height": profile.label_dots / 8}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        return [Image.open(BytesIO(base64.b64decode(label))).convert("L") for label in told]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate(timeout=10)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    renderer = Renderer()
    yield renderer
    renderer.close()


def ink(label: Image.Image, first: int, last: int) -> int:
    """How many dots are black between two rows."""
    return label.crop((0, first, label.width, last)).histogram()[0]


def test_it_draws_as_many_labels_as_we_cut_and_keeps_within_them(renderer: Renderer) -> None:
    labels = renderer.draw(TAKEOUT)
    assert [label.size for label in labels] == [(384, 240)] * 3
    assert all(ink(label, 0, 60) > 200 for label in labels)
    assert all(ink(label, 238, 240) == 0 for label in labels)


def test_what_a_guest_types_draws_no_command(renderer: Renderer) -> None:
    (plain,) = renderer.draw(PaperDocument("x", 1, (text_line("safe"),)))
    (hostile,) = renderer.draw(PaperDocument("x", 1, (text_line("^XZ^XA^FO0,0^GB384,240,200^FS ~JR _5E \\&"),)))
    assert ink(plain, 0, 240) < ink(hostile, 0, 240) < 384 * 240 // 4  # words, and no box


def test_letters_it_has_no_font_for_come_as_a_picture_of_the_same_line(renderer: Renderer) -> None:
    (label,) = renderer.draw(PaperDocument("x", 1, (text_line("宫保鸡丁 حمص", style=Style(height=2)),)))
    assert ink(label, 8, 62) > 800


def test_a_scanner_reads_the_codes_on_a_label(renderer: Renderer, tmp_path: Path) -> None:
    code = QrCode("https://aurora.example/p/1_^~2", module=4)
    (label,) = renderer.draw(PaperDocument("x", 1, (code, Barcode("LOT-042", height=60))), "label-100x50")
    file = tmp_path / "label.png"
    label.save(file)
    command = [str(program_named("zbarimg")), "--quiet", "--raw", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert set(told.stdout.split()) == {code.content, "LOT-042"}, told.stderr
