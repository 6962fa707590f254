"""where a post comes from"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post") as post:
        post.add_column(sa.Column("source", sa.String(length=16), server_default="own", nullable=False))
        post.add_column(sa.Column("inbound_id", sa.Integer(), nullable=True))
        post.add_column(sa.Column("interaction_id", sa.Integer(), nullable=True))
        post.create_index(post.f("ix_post_inbound_id"), ["inbound_id"])
        post.create_index(post.f("ix_post_interaction_id"), ["interaction_id"])
        for column, table in (("inbound_id", "inbound_item"), ("interaction_id", "interaction")):
            name = post.f(f"fk_post_{column}_{table}")
            post.create_foreign_key(name, table, [column], ["id"], ondelete="SET NULL")
        post.create_check_constraint(
            post.f("ck_post_of_one_conversation"), "inbound_id IS NULL OR interaction_id IS NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("post") as post:
        post.drop_constraint(post.f("ck_post_of_one_conversation"), type_="check")
        for column, table in (("inbound_id", "inbound_item"), ("interaction_id", "interaction")):
            post.drop_constraint(post.f(f"fk_post_{column}_{table}"), type_="foreignkey")
            post.drop_index(post.f(f"ix_post_{column}"))
            post.drop_column(column)
        post.drop_column("source")
