"""duchá journal show｜verify｜export｜restore｜move｜purge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duchá.cli import complete
from duchá.cli.app import App
from duchá.cli.options import AsJson, CampaignDir, KnownAt, Quiet, moment, start
from duchá.cli.show import ScreenTable, answer, fault_line
from duchá.journal import faults
from duchá.journal.fact import FactKind
from duchá.steps.journal import Exported, Moved, Trail, Verified
from duchá.steps.purge import PurgedReceipt
from duchá.terms.fault import Weight, fault_json
from duchá.terms.text import shown

if TYPE_CHECKING:
    from duchá.steps.archive import Archived

KINDS = {
    "context": "设置",
    "submission": "收件",
    "resolution": "答复",
    "answer": "认定",
    "waiver": "豁免",
    "receipt": "纸质收件",
    "row": "登记",
    "reminder": "催报",
    "close": "关账",
    "note": "备注",
}


def trail_page(trail: Trail, *, as_json: bool) -> int:
    """The audit trail, newest last."""
    data = {
        "head": trail.head,
        "facts": [
            {
                "seq": fact.seq,
                "kind": fact.kind.value,
                "happened_at": fact.happened_at,
                "recorded_at": fact.recorded_at,
                "by": fact.by,
                "payload": dict(fact.payload),
                "hash": fact.hash,
            }
            for fact in trail.facts
        ],
    }
    rows = tuple(
        (str(fact.seq), f"{fact.recorded_at:%Y-%m-%d %H:%M:%S}", fact.by, KINDS[fact.kind.value], what)
        for fact, what in zip(trail.facts, trail.said, strict=True)
    )
    table = ScreenTable(columns=("序", "记录时间", "谁", "种类", "内容"), rows=rows)
    return answer(data, table, f"校验码 {trail.head}", as_json=as_json)


def verified_page(verified: Verified, *, as_json: bool, quiet: bool) -> int:
    """Sound, or what is not, the first wrong entry first; exit 1 then. Leftovers of an interrupted run are only counted."""
    wrong = [fault for fault in verified.faults if fault.kind.weight is not Weight.NOTE]
    purged = [fault for fault in verified.faults if fault.kind is faults.ARCHIVE_PURGED]
    left = len(verified.faults) - len(wrong) - len(purged)
    data = {"sound": not wrong, "facts": verified.count, "head": verified.head, "faults": [fault_json(fault) for fault in verified.faults]}
    sound = f"流水 {verified.count} 条，存档 {verified.files} 个文件，逐一核验无误。校验码 {verified.head}"
    page = [fault_line(fault) for fault in wrong] or [sound]
    page += [shown(fault.message) for fault in purged]
    if left:
        page.append(f"另有 {left} 个存档文件还没有登记，可能是上次运行中断所致，再运行一次收件即可补记。")
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=bool(wrong))


def restored_page(restored: Exported, *, as_json: bool, quiet: bool) -> int:
    """What was restored, and which files of the campaign were written back."""
    data = {
        "target": str(restored.target),
        "facts": restored.count,
        "files": restored.files,
        "head": restored.head,
        "put_back": list(restored.put_back),
        "faults": [fault_json(fault) for fault in restored.faults],
    }
    line = f"已把流水 {restored.count} 条、存档 {restored.files} 个文件恢复到 {restored.target}。校验码 {restored.head}"
    if restored.put_back:
        line += f"\n照最后一次的原样写回：{'、'.join(restored.put_back)}。登记表可用 duchá ledger --xlsx 导出。"
    return answer(data, line, *_amiss(restored), as_json=as_json, quiet=quiet, attention=bool(restored.faults))


def exported_page(exported: Exported, *, as_json: bool, quiet: bool) -> int:
    """Where the export lies; 1 where an original is missing or altered."""
    data = {
        "target": str(exported.target),
        "facts": exported.count,
        "files": exported.files,
        "head": exported.head,
        "faults": [fault_json(fault) for fault in exported.faults],
    }
    line = f"已导出流水 {exported.count} 条、存档 {exported.files} 个文件到 {exported.target}。校验码 {exported.head}"
    return answer(data, line, *_amiss(exported), as_json=as_json, quiet=quiet, attention=bool(exported.faults))


def _amiss(done: Exported) -> list[str]:
    said = f"有 {len(done.faults)} 个原件缺失或被改动，没有带过来；流水本身完好，请按下面逐个找回："
    return [said, *(fault_line(fault) for fault in done.faults)] if done.faults else []


def purged_page(purged: PurgedReceipt, *, as_json: bool, quiet: bool) -> int:
    """What was removed, and where its content may still lie: that is for people to see to."""
    data = {
        "receipt": purged.receipt,
        "contents": list(purged.contents),
        "removed": list(purged.removed),
        "elsewhere": list(purged.elsewhere),
        "head": purged.head,
    }
    line = (
        f"第 {purged.receipt} 号收件的原件和正文已从存档和流水中清除，收件已撤回；校验码、谁批准、为什么，留在流水里。校验码 {purged.head}"
    )
    told = ["流水里该件的差错说明可能引用了个别单元格的文字，这部分在校验链中，不能去掉。"]
    if purged.removed:
        told.append(f"一并删去：{'、'.join(map(shown, purged.removed))}。")
    told.append(f"请自行按规定处置仍可能有其内容的地方：{'、'.join(map(shown, purged.elsewhere))}。")
    return answer(data, line, *told, as_json=as_json, quiet=quiet)


def show(
    campaign: CampaignDir = None,
    known_at: KnownAt = None,
    kind: Annotated[FactKind | None, typer.Option("--kind", metavar="种类", help="只看某一种记录，如 submission、resolution")] = None,
    last: Annotated[int, typer.Option("--last", metavar="条数", help="只看最近几条；0 为全部")] = 50,
    as_json: AsJson = False,
) -> int:
    """看流水：谁、何时、记了什么、依据哪个文件。"""
    from duchá.steps.journal import show_facts

    return trail_page(show_facts(start(campaign), moment(None, known_at), kind, last), as_json=as_json)


def verify(
    head: Annotated[str, typer.Option("--head", metavar="校验码", help="从报告上抄来的校验码，一并核对")] = "",
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """核验流水：重算整条校验链和存档，改动过一个字也会指出来。"""
    from duchá.steps.journal import verify_journal

    return verified_page(verify_journal(start(campaign), head), as_json=as_json, quiet=quiet)


def archived_page(archived: Archived, *, as_json: bool, quiet: bool) -> int:
    """Where the zip lies and how much is in it; 1 where an original is missing or altered."""
    data = {
        "target": str(archived.path),
        "volumes": archived.volumes,
        "files": archived.files,
        "head": archived.head,
        "faults": [fault_json(fault) for fault in archived.faults],
    }
    line = f"已归档：{archived.volumes} 卷、{archived.files} 个文件，装在 {archived.path}。校验码 {archived.head}"
    lost = [fault_line(fault) for fault in archived.faults]
    return answer(data, line, *lost, as_json=as_json, quiet=quiet, attention=bool(archived.faults))


def export(
    target: Annotated[Path, typer.Argument(metavar="文件夹", help="导出到哪里")],
    archive: Annotated[
        bool, typer.Option("--archive", help="归档：按案卷装成一个压缩包（目录、各单位原件、登记表、报告、流水），写压缩包的名称")
    ] = False,
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """导出流水和全部存档，可在另一台机器上恢复；办完的行动用 --archive 装成一个归档压缩包。"""
    if archive:
        from duchá.steps.archive import archive_campaign
        from duchá.steps.open_campaign import open_campaign

        zipped = target if target.suffix.lower() == ".zip" else target.with_name(f"{target.name}.zip")
        return archived_page(archive_campaign(open_campaign(start(campaign), moment()), zipped), as_json=as_json, quiet=quiet)
    from duchá.steps.journal import export_all

    return exported_page(export_all(start(campaign), target), as_json=as_json, quiet=quiet)


def restore(
    source: Annotated[Path, typer.Argument(metavar="文件夹", help="用 journal export 导出的文件夹")],
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """把导出的流水和存档恢复到还没有流水的行动文件夹；空文件夹则连同设置、名单、日历一起恢复。"""
    from duchá.steps.journal import restore_all

    return restored_page(restore_all(start(campaign), source, moment()), as_json=as_json, quiet=quiet)


def moved_page(moved: Moved, *, as_json: bool, quiet: bool) -> int:
    """From where to where, and that nothing of it changed."""
    data = {"source": moved.source, "target": moved.target, "facts": moved.count, "head": moved.head, "kept": moved.kept or None}
    line = f"已把流水 {moved.count} 条从 {moved.source} 搬到 {moved.target}，逐条核验无误，campaign.toml 已改好。校验码 {moved.head}"
    left = f"原来的文件留在 {moved.kept}，不再使用。" if moved.kept else "服务器上的那一份留着，不再使用；要删由管理员删。"
    return answer(data, line, left, as_json=as_json, quiet=quiet)


def move(
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="网址", help="postgresql://用户名@主机/数据库，不写密码；file 为搬回本文件夹；不写按 campaign.toml 的 [journal]"
        ),
    ] = None,
    schema: Annotated[
        str | None, typer.Option("--schema", metavar="名称", help="数据库里放在哪个 schema，一个行动一个；不写为 ducha")
    ] = None,
    clerks: Annotated[
        str | None, typer.Option("--clerks", metavar="角色", help="数据库里的角色，它的成员只能读和追加；不写则只有建它的用户能用")
    ] = None,
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """把流水搬到 PostgreSQL 服务器上，几个人可以同时用；也能搬回来。一条不变，校验码不变。"""
    from duchá.steps.journal import move_journal

    return moved_page(move_journal(start(campaign), to, schema, clerks, moment()), as_json=as_json, quiet=quiet)


def purge(
    receipt: Annotated[int, typer.Argument(metavar="收件号", autocompletion=complete.receipts, help="原件不该留存的那份收件")],
    approver: Annotated[str, typer.Option("--approver", metavar="批准人", help="谁批准清除的，记入流水")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么清除，记入流水")],
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """清除一份不该留存的原件（涉密、误收的个人信息）；校验码和清除记录留在流水里。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.purge import purge as step

    return purged_page(step(open_campaign(start(campaign), moment()), receipt, approver, reason), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the commands."""
    app.command("show")(show)
    app.command("verify")(verify)
    app.command("export")(export)
    app.command("restore")(restore)
    app.command("move")(move)
    app.command("purge")(purge)
