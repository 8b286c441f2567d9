BEGIN TRANSACTION;
CREATE TABLE audit_log (
	audit_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	happened_at DATETIME NOT NULL, 
	actor VARCHAR NOT NULL, 
	what TEXT NOT NULL, 
	build_id VARCHAR
);
INSERT INTO "audit_log" VALUES(1,'2026-11-30 07:08:05.022637','command line','added 1 typed brand',NULL);
INSERT INTO "audit_log" VALUES(2,'2026-11-30 07:08:05.030288','command line','added 1 campaign',NULL);
INSERT INTO "audit_log" VALUES(3,'2026-11-30 07:08:05.034044','command line','added 1 campaign',NULL);
INSERT INTO "audit_log" VALUES(4,'2026-11-30 07:08:05.078157','command line','added 2 creators of campaigns (campaign 1); added 2 interactions',NULL);
INSERT INTO "audit_log" VALUES(5,'2026-11-30 07:08:05.097396','command line','changed 1 creator of campaigns (campaign 1)',NULL);
INSERT INTO "audit_log" VALUES(6,'2026-11-30 07:08:05.111571','command line','added 1 interaction; changed 1 creator of campaigns (campaign 1)',NULL);
INSERT INTO "audit_log" VALUES(7,'2026-11-30 07:08:05.126530','command line','added 1 interaction; changed 1 creator of campaigns (campaign 1)',NULL);
INSERT INTO "audit_log" VALUES(8,'2026-11-30 07:08:05.133027','command line','added 2 assumptions of campaigns (campaign 1)',NULL);
INSERT INTO "audit_log" VALUES(9,'2026-11-30 07:08:05.148642','command line','added 1 interaction',NULL);
INSERT INTO "audit_log" VALUES(10,'2026-11-30 07:08:05.156336','command line','added 2 points of interactions',NULL);
INSERT INTO "audit_log" VALUES(11,'2026-11-30 07:08:05.223673','command line','added 3 marks of the forgotten',NULL);
INSERT INTO "audit_log" VALUES(12,'2026-11-30 07:08:05.246285','command line','added 1 shortlist',NULL);
INSERT INTO "audit_log" VALUES(13,'2026-11-30 07:08:05.325871','command line','changed 1 shortlist (shortlist 1); added 1 creator of shortlists (shortlist 1)',NULL);
INSERT INTO "audit_log" VALUES(14,'2026-11-30 07:08:05.346347','command line','changed 1 shortlist (shortlist 1); changed 1 creator of shortlists (shortlist 1)',NULL);
INSERT INTO "audit_log" VALUES(15,'2026-11-30 07:08:05.352108','command line','added 1 saved search',NULL);
INSERT INTO "audit_log" VALUES(16,'2026-11-30 07:08:05.369394','command line','added 1 contact of creators (campaign 1)',NULL);
INSERT INTO "audit_log" VALUES(17,'2026-11-30 07:08:05.376755','command line','added 1 name of niches',NULL);
INSERT INTO "audit_log" VALUES(18,'2026-11-30 07:08:05.392757','command line','added 1 user',NULL);
INSERT INTO "audit_log" VALUES(19,'2026-11-30 07:08:05.416163','Demo','logged in by password',NULL);
CREATE TABLE brand_versions (
	brand_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (brand_id)
);
INSERT INTO "brand_versions" VALUES('own-demo-teas',4);
INSERT INTO "brand_versions" VALUES('b00001',1);
CREATE TABLE brands (
	brand_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	description TEXT NOT NULL, 
	category VARCHAR NOT NULL, 
	country VARCHAR NOT NULL, 
	hashtags JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (brand_id)
);
INSERT INTO "brands" VALUES('own-demo-teas','Demo Teas','Green tea
for runners','Food','FR','["matcha", "tea"]','2026-11-30 07:08:05.015450');
CREATE TABLE campaign_assumptions (
	campaign_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	value FLOAT NOT NULL, 
	PRIMARY KEY (campaign_id, name), 
	FOREIGN KEY(campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE
);
INSERT INTO "campaign_assumptions" VALUES(1,'cpm_high',21.0);
INSERT INTO "campaign_assumptions" VALUES(1,'cpm_low',9.5);
CREATE TABLE campaign_members (
	campaign_id INTEGER NOT NULL, 
	influencer_id VARCHAR NOT NULL, 
	handle VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	platform VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	note TEXT NOT NULL, 
	price FLOAT CHECK (price >= 0), 
	posts_count INTEGER NOT NULL CHECK (posts_count >= 1), 
	added_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	contact_recorded BOOLEAN NOT NULL, 
	collaboration_recorded BOOLEAN NOT NULL, 
	PRIMARY KEY (campaign_id, influencer_id), 
	FOREIGN KEY(campaign_id) REFERENCES campaigns (campaign_id) ON DELETE CASCADE
);
INSERT INTO "campaign_members" VALUES(1,'c00001','demo_ana','Ana','instagram','agreed','asks for 2 posts; "maybe"',180.5,3,'2026-11-30 07:08:05.051437','2026-11-30 07:08:05.113745',1,1);
INSERT INTO "campaign_members" VALUES(1,'c00002','demo_bo','Bö','youtube','lead','',NULL,1,'2026-11-30 07:08:05.069705','2026-11-30 07:08:05.069705',0,0);
CREATE TABLE campaigns (
	campaign_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	name_key VARCHAR NOT NULL, 
	brand_id VARCHAR, 
	brand_name VARCHAR, 
	budget FLOAT CHECK (budget >= 0), 
	created_at DATETIME NOT NULL, 
	brief TEXT, 
	UNIQUE (name_key)
);
INSERT INTO "campaigns" VALUES(1,'Spring','spring','own-demo-teas','Demo Teas',2500.0,'2026-11-30 07:08:05.026503','Ten posts about tea, "calm" tone; 50 % reels');
INSERT INTO "campaigns" VALUES(2,'No brand','no brand',NULL,NULL,NULL,'2026-11-30 07:08:05.032333',NULL);
CREATE TABLE demo_rows (
	kind VARCHAR NOT NULL, 
	row_key VARCHAR NOT NULL, 
	made_as JSON NOT NULL, 
	PRIMARY KEY (kind, row_key)
);
INSERT INTO "demo_rows" VALUES('seeded','seeded','{}');
CREATE TABLE exploration (
	brand_id VARCHAR NOT NULL, 
	influencer_id VARCHAR NOT NULL, 
	day DATE NOT NULL, 
	eligible_count INTEGER NOT NULL, 
	PRIMARY KEY (brand_id, influencer_id, day)
);
INSERT INTO "exploration" VALUES('own-demo-teas','c00002','2026-11-20',812);
CREATE TABLE forgotten (
	identity_hash VARCHAR NOT NULL, 
	forgotten_at DATETIME NOT NULL, 
	PRIMARY KEY (identity_hash)
);
INSERT INTO "forgotten" VALUES('370ea77a5b47354ca2e4388178c39c0499e1467445dc5f40e74d0aa7fa8d91b3','2026-11-30 07:08:05.170339');
INSERT INTO "forgotten" VALUES('512d7651b9f4cc35648e27275b70fb6dca951a68e73ab61bf473aa759f34bb8c','2026-11-30 07:08:05.170339');
INSERT INTO "forgotten" VALUES('dd9fc2d242894fc4fffcc36386bc3f7a9e30cfa84c9d37917150d08c64414c69','2026-11-30 07:08:05.170339');
CREATE TABLE interaction_points (
	kind VARCHAR NOT NULL, 
	points FLOAT NOT NULL, 
	PRIMARY KEY (kind)
);
INSERT INTO "interaction_points" VALUES('contact',8.0);
INSERT INTO "interaction_points" VALUES('view',2.0);
CREATE TABLE interactions (
	interaction_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	brand_id VARCHAR NOT NULL, 
	influencer_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	happened_at DATETIME NOT NULL, 
	by_chance BOOLEAN NOT NULL
);
INSERT INTO "interactions" VALUES(1,'own-demo-teas','c00001','campaign','2026-11-30 07:08:05.051437',0);
INSERT INTO "interactions" VALUES(2,'own-demo-teas','c00002','campaign','2026-11-30 07:08:05.069705',0);
INSERT INTO "interactions" VALUES(3,'own-demo-teas','c00001','contact','2026-11-30 07:08:05.101960',0);
INSERT INTO "interactions" VALUES(4,'own-demo-teas','c00001','collaboration','2026-11-30 07:08:05.113745',0);
INSERT INTO "interactions" VALUES(5,'b00001','c00003','collaboration','2026-11-20 08:30:00.000000',0);
CREATE TABLE logins (
	login_hash VARCHAR NOT NULL, 
	user_id INTEGER NOT NULL, 
	started_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	PRIMARY KEY (login_hash), 
	FOREIGN KEY(user_id) REFERENCES users (user_id) ON DELETE CASCADE
);
INSERT INTO "logins" VALUES('186727654813312540b83c0f08197281b4d35051d027e292238a6efb87e8ec72',1,'2026-11-30 07:08:05.408115','2026-11-30 07:08:05.408115');
CREATE TABLE member_contacts (
	campaign_id BIGINT NOT NULL, 
	influencer_id VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	channel VARCHAR NOT NULL, 
	contacted_on DATE, 
	note TEXT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	PRIMARY KEY (campaign_id, influencer_id), 
	FOREIGN KEY(campaign_id, influencer_id) REFERENCES campaign_members (campaign_id, influencer_id) ON DELETE CASCADE
);
INSERT INTO "member_contacts" VALUES(1,'c00001','demo_ana@example.com','email','2026-11-21','said yes','2026-11-30 07:08:05.363696');
CREATE TABLE niche_names (
	found_name VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	changed_at DATETIME NOT NULL, 
	PRIMARY KEY (found_name)
);
INSERT INTO "niche_names" VALUES('tea, matcha','Tea','2026-11-30 07:08:05.375129');
CREATE TABLE saved_searches (
	search_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	name_key VARCHAR NOT NULL, 
	page VARCHAR NOT NULL, 
	parameters JSON NOT NULL, 
	brand_id VARCHAR, 
	brand_name VARCHAR, 
	created_at DATETIME NOT NULL, 
	UNIQUE (name_key)
);
INSERT INTO "saved_searches" VALUES(1,'Nano teas','nano teas','rising','[["tier", "nano"], ["q", "tea & cake"]]','own-demo-teas','Demo Teas','2026-11-30 07:08:05.348456');
CREATE TABLE shortlist_members (
	shortlist_id INTEGER NOT NULL, 
	influencer_id VARCHAR NOT NULL, 
	handle VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	platform VARCHAR NOT NULL, 
	note TEXT NOT NULL, 
	added_at DATETIME NOT NULL, 
	PRIMARY KEY (shortlist_id, influencer_id), 
	FOREIGN KEY(shortlist_id) REFERENCES shortlists (shortlist_id) ON DELETE CASCADE
);
INSERT INTO "shortlist_members" VALUES(1,'c00002','demo_bo','Bö','youtube','ask again in May','2026-11-30 07:08:05.310430');
CREATE TABLE shortlists (
	shortlist_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	name_key VARCHAR NOT NULL, 
	brand_id VARCHAR, 
	brand_name VARCHAR, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	UNIQUE (name_key)
);
INSERT INTO "shortlists" VALUES(1,'Picks','picks','own-demo-teas','Demo Teas','2026-11-30 07:08:05.230657','2026-11-30 07:08:05.332423');
CREATE TABLE users (
	user_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	name_key VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	password_hash VARCHAR, 
	created_at DATETIME NOT NULL, 
	disabled_at DATETIME, 
	UNIQUE (name_key)
);
INSERT INTO "users" VALUES(1,'Demo','demo','admin',NULL,'2026-11-30 07:08:05.383747',NULL);
CREATE TABLE workspace_schema (
	row_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (row_id)
);
INSERT INTO "workspace_schema" VALUES(1,5);
CREATE INDEX interactions_of_brand ON interactions (brand_id, happened_at);
CREATE INDEX interactions_of_creator ON interactions (influencer_id);
CREATE INDEX exploration_of_creator ON exploration (influencer_id);
CREATE INDEX ix_campaigns_brand_id ON campaigns (brand_id);
CREATE INDEX ix_shortlists_brand_id ON shortlists (brand_id);
CREATE INDEX ix_saved_searches_brand_id ON saved_searches (brand_id);
CREATE INDEX audit_log_by_time ON audit_log (happened_at);
CREATE INDEX campaign_members_of_creator ON campaign_members (influencer_id);
CREATE INDEX shortlist_members_of_creator ON shortlist_members (influencer_id);
CREATE INDEX ix_logins_user_id ON logins (user_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('audit_log',19);
INSERT INTO "sqlite_sequence" VALUES('campaigns',2);
INSERT INTO "sqlite_sequence" VALUES('interactions',5);
INSERT INTO "sqlite_sequence" VALUES('shortlists',1);
INSERT INTO "sqlite_sequence" VALUES('saved_searches',1);
INSERT INTO "sqlite_sequence" VALUES('users',1);
COMMIT;
